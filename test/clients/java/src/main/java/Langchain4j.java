import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;

final class Langchain4j implements Main.Calls {
  private static OpenAiChatModel model(String base) {
    return OpenAiChatModel.builder().baseUrl(base).apiKey("sk-caller").modelName("gpt-4.1-mini").build();
  }

  @Override
  public String plain(String base, String prompt) {
    return model(base).chat(prompt);
  }

  @Override
  public String stream(String base, String prompt) throws Exception {
    var model =
        OpenAiStreamingChatModel.builder().baseUrl(base).apiKey("sk-caller").modelName("gpt-4.1-mini").build();
    var whole = new CompletableFuture<String>();
    model.chat(
        prompt,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {}

          @Override
          public void onCompleteResponse(ChatResponse answer) {
            whole.complete(answer.aiMessage().text());
          }

          @Override
          public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
          }
        });
    return whole.get();
  }

  @Override
  public String tools(String base, String prompt) {
    var weather =
        ToolSpecification.builder()
            .name("get_weather")
            .description(Main.DESCRIPTION)
            .parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
            .build();
    var request = ChatRequest.builder().messages(UserMessage.from(prompt)).toolSpecifications(weather).build();
    return model(base).chat(request).aiMessage().toolExecutionRequests().toString();
  }
}
