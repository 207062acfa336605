use async_openai::{config::OpenAIConfig, types::chat::CreateChatCompletionRequest, Client};
use futures::StreamExt;
use serde_json::json;

use crate::{weather_schema, Told, DESCRIPTION};

pub async fn ask(mode: &str, base: &str, prompt: &str) -> Told {
    let client = Client::with_config(OpenAIConfig::new().with_api_base(base).with_api_key("sk-caller"));
    let mut body = json!({ "model": "gpt-4.1-mini", "messages": [{ "role": "user", "content": prompt }] });
    if mode == "tools" {
        let weather = json!({ "name": "get_weather", "description": DESCRIPTION, "parameters": weather_schema() });
        body["tools"] = json!([{ "type": "function", "function": weather }]);
    }
    let request: CreateChatCompletionRequest = serde_json::from_value(body)?;
    if mode == "stream" {
        let mut chunks = client.chat().create_stream(request).await?;
        let mut text = String::new();
        while let Some(chunk) = chunks.next().await {
            for choice in chunk?.choices {
                text += &choice.delta.content.unwrap_or_default();
            }
        }
        return Ok(text);
    }
    Ok(serde_json::to_string(&client.chat().create(request).await?.choices)?)
}
