package main

import (
	"context"

	"google.golang.org/genai"
)

const geminiModel = "gemini-2.5-flash"

func genaiModels(ctx context.Context, base string) (*genai.Models, error) {
	client, err := genai.NewClient(ctx, &genai.ClientConfig{
		APIKey: "AIza-caller", Backend: genai.BackendGeminiAPI, HTTPOptions: genai.HTTPOptions{BaseURL: base},
	})
	if err != nil {
		return nil, err
	}
	return client.Models, nil
}

func genaiPlain(ctx context.Context, base, prompt string) (string, error) {
	models, err := genaiModels(ctx, base)
	if err != nil {
		return "", err
	}
	answer, err := models.GenerateContent(ctx, geminiModel, genai.Text(prompt), nil)
	if err != nil {
		return "", err
	}
	return answer.Text(), nil
}

func genaiStream(ctx context.Context, base, prompt string) (string, error) {
	models, err := genaiModels(ctx, base)
	if err != nil {
		return "", err
	}
	text := ""
	for chunk, err := range models.GenerateContentStream(ctx, geminiModel, genai.Text(prompt), nil) {
		if err != nil {
			return text, err
		}
		text += chunk.Text()
	}
	return text, nil
}

func genaiTools(ctx context.Context, base, prompt string) (string, error) {
	models, err := genaiModels(ctx, base)
	if err != nil {
		return "", err
	}
	declared := &genai.FunctionDeclaration{
		Name: "get_weather", Description: weatherDescription, ParametersJsonSchema: weatherSchema,
	}
	config := &genai.GenerateContentConfig{Tools: []*genai.Tool{{FunctionDeclarations: []*genai.FunctionDeclaration{declared}}}}
	answer, err := models.GenerateContent(ctx, geminiModel, genai.Text(prompt), config)
	if err != nil {
		return "", err
	}
	return asJSON(answer.FunctionCalls()), nil
}
