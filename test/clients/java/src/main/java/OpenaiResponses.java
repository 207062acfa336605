import com.openai.core.JsonValue;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.ResponseCreateParams;
import java.util.List;
import java.util.stream.Collectors;

final class OpenaiResponses implements Main.Calls {
  private static ResponseCreateParams.Builder request(String prompt) {
    return ResponseCreateParams.builder().model("gpt-5-mini").input(prompt);
  }

  @Override
  public String plain(String base, String prompt) {
    return OpenaiChat.client(base).responses().create(request(prompt).build()).output().toString();
  }

  @Override
  public String stream(String base, String prompt) {
    try (var events = OpenaiChat.client(base).responses().createStreaming(request(prompt).build())) {
      return events.stream()
          .flatMap(event -> event.outputTextDelta().stream())
          .map(event -> event.delta())
          .collect(Collectors.joining());
    }
  }

  @Override
  public String tools(String base, String prompt) {
    var parameters =
        FunctionTool.Parameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(Main.CITY))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .build();
    var weather =
        FunctionTool.builder().name("get_weather").description(Main.DESCRIPTION).parameters(parameters).strict(false).build();
    return OpenaiChat.client(base).responses().create(request(prompt).addTool(weather).build()).output().toString();
  }
}
