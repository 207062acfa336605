package main

import (
	"context"
	"errors"
	"io"

	openai "github.com/sashabaranov/go-openai"
)

func goOpenaiClient(base string) *openai.Client {
	config := openai.DefaultConfig("sk-caller")
	config.BaseURL = base
	return openai.NewClientWithConfig(config)
}

func goOpenaiRequest(prompt string) openai.ChatCompletionRequest {
	return openai.ChatCompletionRequest{
		Model:    "gpt-4.1-mini",
		Messages: []openai.ChatCompletionMessage{{Role: "user", Content: prompt}},
	}
}

func goOpenaiPlain(ctx context.Context, base, prompt string) (string, error) {
	answer, err := goOpenaiClient(base).CreateChatCompletion(ctx, goOpenaiRequest(prompt))
	if err != nil {
		return "", err
	}
	return answer.Choices[0].Message.Content, nil
}

func goOpenaiStream(ctx context.Context, base, prompt string) (string, error) {
	stream, err := goOpenaiClient(base).CreateChatCompletionStream(ctx, goOpenaiRequest(prompt))
	if err != nil {
		return "", err
	}
	defer stream.Close()
	text := ""
	for {
		chunk, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return text, nil
		}
		if err != nil {
			return text, err
		}
		if len(chunk.Choices) > 0 {
			text += chunk.Choices[0].Delta.Content
		}
	}
}

func goOpenaiTools(ctx context.Context, base, prompt string) (string, error) {
	request := goOpenaiRequest(prompt)
	request.Tools = []openai.Tool{{Type: "function", Function: &openai.FunctionDefinition{
		Name: "get_weather", Description: weatherDescription, Parameters: weatherSchema,
	}}}
	answer, err := goOpenaiClient(base).CreateChatCompletion(ctx, request)
	if err != nil {
		return "", err
	}
	return asJSON(answer.Choices[0].Message.ToolCalls), nil
}
