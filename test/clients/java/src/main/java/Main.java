import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Runs one client library: {@code Main <name>}. One JSON line a call goes to standard output. */
public final class Main {
  /** What the suite asks of a library; each takes a base URL and a prompt and gives what the library gave. */
  interface Calls {
    String plain(String base, String prompt) throws Exception;

    String stream(String base, String prompt) throws Exception;

    String tools(String base, String prompt) throws Exception;
  }

  static final String DESCRIPTION = "The weather in a city.";
  static final Map<String, Object> CITY = Map.of("city", Map.of("type", "string"));

  private static final Map<String, Calls> LIBRARIES =
      Map.of(
          "openai-chat", new OpenaiChat(),
          "openai-responses", new OpenaiResponses(),
          "anthropic-messages", new AnthropicMessages(),
          "langchain4j", new Langchain4j(),
          "google-genai", new GoogleGenai());

  public static void main(String[] arguments) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Calls calls = LIBRARIES.get(arguments[0]);
    for (JsonNode one : json.readTree(System.getenv("CLIENT_CASES"))) {
      var told = json.createObjectNode().put("id", one.get("id").asText());
      try {
        told.put("answer", ask(calls, one));
      } catch (Throwable failure) {
        failure.printStackTrace();
        told.put("error", failure.toString());
      }
      System.out.println("CASE " + json.writeValueAsString(told));
    }
    System.exit(0);
  }

  private static String ask(Calls calls, JsonNode one) throws Exception {
    String base = one.get("base").asText();
    String prompt = one.get("prompt").asText();
    return switch (one.get("mode").asText()) {
      case "plain" -> calls.plain(base, prompt);
      case "stream" -> calls.stream(base, prompt);
      default -> calls.tools(base, prompt);
    };
  }
}
