import com.google.genai.Client;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import java.util.Map;

final class GoogleGenai implements Main.Calls {
  private static final String MODEL = "gemini-2.5-flash";

  private static Client client(String base) {
    return Client.builder().apiKey("AIza-caller").httpOptions(HttpOptions.builder().baseUrl(base).build()).build();
  }

  @Override
  public String plain(String base, String prompt) {
    return client(base).models.generateContent(MODEL, prompt, null).text();
  }

  @Override
  public String stream(String base, String prompt) {
    var text = new StringBuilder();
    for (var chunk : client(base).models.generateContentStream(MODEL, prompt, null)) text.append(chunk.text());
    return text.toString();
  }

  @Override
  public String tools(String base, String prompt) {
    var city = Schema.builder().type("OBJECT").properties(Map.of("city", Schema.builder().type("STRING").build())).build();
    var weather =
        FunctionDeclaration.builder().name("get_weather").description(Main.DESCRIPTION).parameters(city).build();
    var config =
        GenerateContentConfig.builder().tools(Tool.builder().functionDeclarations(weather).build()).build();
    return String.valueOf(client(base).models.generateContent(MODEL, prompt, config).functionCalls());
  }
}
