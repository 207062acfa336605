import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import java.util.stream.Collectors;

final class OpenaiChat implements Main.Calls {
  static OpenAIClient client(String base) {
    return OpenAIOkHttpClient.builder().baseUrl(base).apiKey("sk-caller").build();
  }

  private static ChatCompletionCreateParams.Builder request(String prompt) {
    return ChatCompletionCreateParams.builder().model("gpt-4.1-mini").addUserMessage(prompt);
  }

  static FunctionParameters parameters() {
    return FunctionParameters.builder()
        .putAdditionalProperty("type", JsonValue.from("object"))
        .putAdditionalProperty("properties", JsonValue.from(Main.CITY))
        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
        .build();
  }

  @Override
  public String plain(String base, String prompt) {
    var answer = client(base).chat().completions().create(request(prompt).build());
    return answer.choices().get(0).message().content().orElse("");
  }

  @Override
  public String stream(String base, String prompt) {
    try (var chunks = client(base).chat().completions().createStreaming(request(prompt).build())) {
      return chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .collect(Collectors.joining());
    }
  }

  @Override
  public String tools(String base, String prompt) {
    var weather =
        FunctionDefinition.builder().name("get_weather").description(Main.DESCRIPTION).parameters(parameters()).build();
    var answer = client(base).chat().completions().create(request(prompt).addFunctionTool(weather).build());
    return answer.choices().get(0).message().toolCalls().toString();
  }
}
