package main

import (
	"context"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/openai"
)

func langchainModel(base string) (*openai.LLM, error) {
	return openai.New(openai.WithBaseURL(base), openai.WithToken("sk-caller"), openai.WithModel("gpt-4.1-mini"))
}

func langchainPlain(ctx context.Context, base, prompt string) (string, error) {
	model, err := langchainModel(base)
	if err != nil {
		return "", err
	}
	return llms.GenerateFromSinglePrompt(ctx, model, prompt)
}

func langchainStream(ctx context.Context, base, prompt string) (string, error) {
	model, err := langchainModel(base)
	if err != nil {
		return "", err
	}
	text := ""
	_, err = llms.GenerateFromSinglePrompt(ctx, model, prompt, llms.WithStreamingFunc(func(_ context.Context, chunk []byte) error {
		text += string(chunk)
		return nil
	}))
	return text, err
}

func langchainTools(ctx context.Context, base, prompt string) (string, error) {
	model, err := langchainModel(base)
	if err != nil {
		return "", err
	}
	weather := llms.Tool{Type: "function", Function: &llms.FunctionDefinition{
		Name: "get_weather", Description: weatherDescription, Parameters: weatherSchema,
	}}
	said := []llms.MessageContent{llms.TextParts(llms.ChatMessageTypeHuman, prompt)}
	answer, err := model.GenerateContent(ctx, said, llms.WithTools([]llms.Tool{weather}))
	if err != nil {
		return "", err
	}
	return asJSON(answer.Choices[0].ToolCalls), nil
}
