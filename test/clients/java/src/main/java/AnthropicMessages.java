import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import java.util.List;
import java.util.stream.Collectors;

final class AnthropicMessages implements Main.Calls {
  private static AnthropicClient client(String base) {
    return AnthropicOkHttpClient.builder().baseUrl(base).apiKey("sk-ant-caller").build();
  }

  private static MessageCreateParams.Builder request(String prompt) {
    return MessageCreateParams.builder().model("claude-sonnet-4-5").maxTokens(200).addUserMessage(prompt);
  }

  @Override
  public String plain(String base, String prompt) {
    return client(base).messages().create(request(prompt).build()).content().toString();
  }

  @Override
  public String stream(String base, String prompt) {
    try (var events = client(base).messages().createStreaming(request(prompt).build())) {
      return events.stream()
          .flatMap(event -> event.contentBlockDelta().stream())
          .flatMap(event -> event.delta().text().stream())
          .map(delta -> delta.text())
          .collect(Collectors.joining());
    }
  }

  @Override
  public String tools(String base, String prompt) {
    var schema =
        Tool.InputSchema.builder()
            .properties(JsonValue.from(Main.CITY))
            .required(List.of("city"))
            .build();
    var weather = Tool.builder().name("get_weather").description(Main.DESCRIPTION).inputSchema(schema).build();
    return client(base).messages().create(request(prompt).addTool(weather).build()).content().toString();
  }
}
