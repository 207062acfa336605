// Runs one client library: `clients <name>`. Each has the three calls of the suite; one JSON line a call goes to standard
// output.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
)

// A Call takes a base URL and a prompt and gives what the library gave.
type Call func(ctx context.Context, base, prompt string) (string, error)

// Calls are what the suite asks of a library.
type Calls struct{ Plain, Stream, Tools Call }

var libraries = map[string]Calls{
	"openai-chat":        {openaiPlain, openaiStream, openaiTools},
	"openai-responses":   {responsesPlain, responsesStream, responsesTools},
	"go-openai":          {goOpenaiPlain, goOpenaiStream, goOpenaiTools},
	"anthropic-messages": {anthropicPlain, anthropicStream, anthropicTools},
	"google-genai":       {genaiPlain, genaiStream, genaiTools},
	"langchaingo":        {langchainPlain, langchainStream, langchainTools},
	"eino":               {einoPlain, einoStream, einoTools},
}

const weatherDescription = "The weather in a city."

var weatherSchema = map[string]any{
	"type":       "object",
	"properties": map[string]any{"city": map[string]any{"type": "string"}},
	"required":   []string{"city"},
}

type told struct {
	ID     string `json:"id"`
	Answer string `json:"answer,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	var cases []struct{ ID, Mode, Base, Prompt string }
	if err := json.Unmarshal([]byte(os.Getenv("CLIENT_CASES")), &cases); err != nil {
		panic(err)
	}
	calls := libraries[os.Args[1]]
	byMode := map[string]Call{"plain": calls.Plain, "stream": calls.Stream, "tools": calls.Tools}
	for _, one := range cases {
		answer, err := byMode[one.Mode](context.Background(), one.Base, one.Prompt)
		line := told{ID: one.ID, Answer: answer}
		if err != nil {
			line.Error = err.Error()
		}
		text, _ := json.Marshal(line)
		fmt.Printf("CASE %s\n", text)
	}
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
