package main

import (
	"context"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"
)

func openaiClient(base string) openai.Client {
	return openai.NewClient(option.WithBaseURL(base), option.WithAPIKey("sk-caller"))
}

func chatRequest(prompt string) openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model:    "gpt-4.1-mini",
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(prompt)},
	}
}

func openaiPlain(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	answer, err := client.Chat.Completions.New(ctx, chatRequest(prompt))
	if err != nil {
		return "", err
	}
	return answer.Choices[0].Message.Content, nil
}

func openaiStream(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	stream := client.Chat.Completions.NewStreaming(ctx, chatRequest(prompt))
	defer stream.Close()
	text := ""
	for stream.Next() {
		if choices := stream.Current().Choices; len(choices) > 0 {
			text += choices[0].Delta.Content
		}
	}
	return text, stream.Err()
}

func openaiTools(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	request := chatRequest(prompt)
	request.Tools = []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(openai.FunctionDefinitionParam{
		Name: "get_weather", Description: openai.String(weatherDescription), Parameters: weatherSchema,
	})}
	answer, err := client.Chat.Completions.New(ctx, request)
	if err != nil {
		return "", err
	}
	return asJSON(answer.Choices[0].Message.ToolCalls), nil
}

func responsesRequest(prompt string) responses.ResponseNewParams {
	return responses.ResponseNewParams{
		Model: "gpt-5-mini",
		Input: responses.ResponseNewParamsInputUnion{OfString: openai.String(prompt)},
	}
}

func responsesPlain(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	answer, err := client.Responses.New(ctx, responsesRequest(prompt))
	if err != nil {
		return "", err
	}
	return answer.OutputText(), nil
}

func responsesStream(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	stream := client.Responses.NewStreaming(ctx, responsesRequest(prompt))
	defer stream.Close()
	text := ""
	for stream.Next() {
		if event := stream.Current(); event.Type == "response.output_text.delta" {
			text += event.Delta
		}
	}
	return text, stream.Err()
}

func responsesTools(ctx context.Context, base, prompt string) (string, error) {
	client := openaiClient(base)
	request := responsesRequest(prompt)
	request.Tools = []responses.ToolUnionParam{responses.ToolParamOfFunction("get_weather", weatherSchema, false)}
	answer, err := client.Responses.New(ctx, request)
	if err != nil {
		return "", err
	}
	return answer.RawJSON(), nil
}
