/* Runs libcurl: `curl chat`. It stops reading a stream at its last event, as programs of this kind do, so that the
   connection is closed before the body has ended. One JSON line a call goes to standard output. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 1 << 16 };

struct answer {
  char text[ROOM];
  size_t length;
};

/* Keeps what comes; after the end of a stream it refuses more, which closes the connection. */
static size_t keep(char *bytes, size_t size, size_t count, void *user) {
  struct answer *answer = user;
  size_t room = ROOM - 1 - answer->length;
  size_t taken = size * count < room ? size * count : room;
  memcpy(answer->text + answer->length, bytes, taken);
  answer->length += taken;
  answer->text[answer->length] = 0;
  return strstr(answer->text, "data: [DONE]\n") == NULL ? size * count : 0;
}

/* Copies the value of a member that is a plain string; returns what follows it. */
static const char *member(const char *json, const char *name, char *value, size_t room) {
  char key[64];
  snprintf(key, sizeof key, "\"%s\":\"", name);
  const char *start = strstr(json, key);
  if (start == NULL) return NULL;
  start += strlen(key);
  const char *end = strchr(start, '"');
  snprintf(value, room, "%.*s", (int)(end - start), start);
  return end;
}

/* Writes text as the inside of a JSON string. */
static void write_escaped(const char *text) {
  for (; *text != 0; text++) {
    if (*text == '"' || *text == '\\') printf("\\%c", *text);
    else if ((unsigned char)*text < 32) printf("\\u%04x", *text);
    else putchar(*text);
  }
}

static const char *TOOLS =
    ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":"
    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";

static void call(const char *id, const char *mode, const char *base, const char *prompt) {
  static struct answer answer;
  char url[512], body[2048];
  answer.length = 0;
  answer.text[0] = 0;
  snprintf(url, sizeof url, "%s/chat/completions", base);
  snprintf(body, sizeof body, "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s%s}",
           prompt, strcmp(mode, "stream") == 0 ? ",\"stream\":true" : "", strcmp(mode, "tools") == 0 ? TOOLS : "");
  CURL *curl = curl_easy_init();
  struct curl_slist *headers = curl_slist_append(NULL, "authorization: Bearer sk-caller");
  headers = curl_slist_append(headers, "content-type: application/json");
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  CURLcode code = curl_easy_perform(curl);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  int stopped = code == CURLE_WRITE_ERROR;
  printf("CASE {\"id\":\"%s\",\"%s\":\"", id, code == CURLE_OK || stopped ? "answer" : "error");
  write_escaped(code == CURLE_OK || stopped ? answer.text : curl_easy_strerror(code));
  printf("\"}\n");
}

int main(void) {
  const char *cases = getenv("CLIENT_CASES");
  char id[256], mode[16], base[256], prompt[512];
  if (cases == NULL) return 2;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  while ((cases = member(cases, "id", id, sizeof id)) != NULL) {
    member(cases, "mode", mode, sizeof mode);
    member(cases, "base", base, sizeof base);
    cases = member(cases, "prompt", prompt, sizeof prompt);
    call(id, mode, base, prompt);
  }
  curl_global_cleanup();
  return 0;
}
