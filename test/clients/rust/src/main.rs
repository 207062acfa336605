//! Runs one client library: `clients <name>`. One JSON line a call goes to standard output.
mod async_openai_chat;
mod genai_chat;

use genai::adapter::AdapterKind;
use serde_json::{json, Value};

pub type Told = Result<String, Box<dyn std::error::Error>>;

pub const DESCRIPTION: &str = "The weather in a city.";

pub fn weather_schema() -> Value {
    json!({ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] })
}

async fn ask(library: &str, mode: &str, base: &str, prompt: &str) -> Told {
    match library {
        "async-openai" => async_openai_chat::ask(mode, base, prompt).await,
        "genai-openai" => genai_chat::ask((AdapterKind::OpenAI, "gpt-4.1-mini"), mode, base, prompt).await,
        "genai-anthropic" => genai_chat::ask((AdapterKind::Anthropic, "claude-sonnet-4-5"), mode, base, prompt).await,
        _ => genai_chat::ask((AdapterKind::Gemini, "gemini-2.5-flash"), mode, base, prompt).await,
    }
}

#[tokio::main]
async fn main() {
    let library = std::env::args().nth(1).unwrap_or_default();
    let cases: Vec<Value> = serde_json::from_str(&std::env::var("CLIENT_CASES").unwrap_or_default()).expect("cases");
    for case in cases {
        let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
        let line = match ask(&library, &text("mode"), &text("base"), &text("prompt")).await {
            Ok(answer) => json!({ "id": text("id"), "answer": answer }),
            Err(failure) => json!({ "id": text("id"), "error": failure.to_string() }),
        };
        println!("CASE {line}");
    }
}
