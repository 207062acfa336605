package main

import (
	"context"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
)

func anthropicClient(base string) anthropic.Client {
	return anthropic.NewClient(option.WithBaseURL(base), option.WithAPIKey("sk-ant-caller"))
}

func messageRequest(prompt string) anthropic.MessageNewParams {
	return anthropic.MessageNewParams{
		Model:     "claude-sonnet-4-5",
		MaxTokens: 200,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(prompt))},
	}
}

func anthropicPlain(ctx context.Context, base, prompt string) (string, error) {
	client := anthropicClient(base)
	answer, err := client.Messages.New(ctx, messageRequest(prompt))
	if err != nil {
		return "", err
	}
	return answer.Content[0].Text, nil
}

func anthropicStream(ctx context.Context, base, prompt string) (string, error) {
	client := anthropicClient(base)
	stream := client.Messages.NewStreaming(ctx, messageRequest(prompt))
	defer stream.Close()
	message := anthropic.Message{}
	for stream.Next() {
		if err := message.Accumulate(stream.Current()); err != nil {
			return "", err
		}
	}
	return asJSON(message.Content), stream.Err()
}

func anthropicTools(ctx context.Context, base, prompt string) (string, error) {
	client := anthropicClient(base)
	request := messageRequest(prompt)
	schema := anthropic.ToolInputSchemaParam{Properties: weatherSchema["properties"], Required: []string{"city"}}
	request.Tools = []anthropic.ToolUnionParam{anthropic.ToolUnionParamOfTool(schema, "get_weather")}
	answer, err := client.Messages.New(ctx, request)
	if err != nil {
		return "", err
	}
	return asJSON(answer.Content), nil
}
