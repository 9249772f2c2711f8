package dev.mcppolicy.spring.sample;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An agent that refunds orders by the tools of its MCP connections. */
@SpringBootConfiguration
@EnableAutoConfiguration
class RefundAgent {

  @Bean
  ChatClient chat(ChatModel model, ToolCallbackProvider tools) {
    return ChatClient.builder(model).defaultTools(tools).build();
  }
}
