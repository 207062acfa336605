from langchain_google_genai import ChatGoogleGenerativeAI

from langchain_shape import shaped

plain, stream, tools = shaped(
    lambda base: ChatGoogleGenerativeAI(model="gemini-2.5-flash", base_url=base, google_api_key="AIza-caller")
)
