package main

import (
	"context"
	"errors"
	"io"

	"github.com/cloudwego/eino-ext/components/model/openai"
	"github.com/cloudwego/eino/schema"
)

func einoModel(ctx context.Context, base string) (*openai.ChatModel, error) {
	return openai.NewChatModel(ctx, &openai.ChatModelConfig{BaseURL: base, APIKey: "sk-caller", Model: "gpt-4.1-mini"})
}

func einoPlain(ctx context.Context, base, prompt string) (string, error) {
	model, err := einoModel(ctx, base)
	if err != nil {
		return "", err
	}
	answer, err := model.Generate(ctx, []*schema.Message{schema.UserMessage(prompt)})
	if err != nil {
		return "", err
	}
	return answer.Content, nil
}

func einoStream(ctx context.Context, base, prompt string) (string, error) {
	model, err := einoModel(ctx, base)
	if err != nil {
		return "", err
	}
	stream, err := model.Stream(ctx, []*schema.Message{schema.UserMessage(prompt)})
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
		text += chunk.Content
	}
}

func einoTools(ctx context.Context, base, prompt string) (string, error) {
	model, err := einoModel(ctx, base)
	if err != nil {
		return "", err
	}
	city := map[string]*schema.ParameterInfo{"city": {Type: schema.String, Required: true}}
	weather := &schema.ToolInfo{Name: "get_weather", Desc: weatherDescription, ParamsOneOf: schema.NewParamsOneOfByParams(city)}
	withTools, err := model.WithTools([]*schema.ToolInfo{weather})
	if err != nil {
		return "", err
	}
	answer, err := withTools.Generate(ctx, []*schema.Message{schema.UserMessage(prompt)})
	if err != nil {
		return "", err
	}
	return asJSON(answer.ToolCalls), nil
}
