use futures::StreamExt;
use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatRequest, ChatStreamEvent, Tool};
use genai::resolver::{AuthData, Endpoint, ServiceTargetResolver};
use genai::{Client, ModelIden, ServiceTarget};

use crate::{weather_schema, Told, DESCRIPTION};

pub async fn ask((adapter, model): (AdapterKind, &'static str), mode: &str, base: &str, prompt: &str) -> Told {
    let endpoint = format!("{base}/");
    let resolver = ServiceTargetResolver::from_resolver_fn(
        move |_: ServiceTarget| -> Result<ServiceTarget, genai::resolver::Error> {
            Ok(ServiceTarget {
                endpoint: Endpoint::from_owned(endpoint.clone()),
                auth: AuthData::from_single("sk-caller"),
                model: ModelIden::new(adapter, model),
            })
        },
    );
    let client = Client::builder().with_service_target_resolver(resolver).build()?;
    let mut request = ChatRequest::new(vec![ChatMessage::user(prompt)]);
    if mode == "tools" {
        let weather = Tool::new("get_weather").with_description(DESCRIPTION).with_schema(weather_schema());
        request = request.with_tools(vec![weather]);
    }
    if mode == "stream" {
        let mut events = client.exec_chat_stream(model, request, None).await?.stream;
        let mut text = String::new();
        while let Some(event) = events.next().await {
            if let ChatStreamEvent::Chunk(chunk) = event? {
                text += &chunk.content;
            }
        }
        return Ok(text);
    }
    let answer = client.exec_chat(model, request, None).await?;
    Ok(format!("{:?} {:?}", answer.texts(), answer.tool_calls()))
}
