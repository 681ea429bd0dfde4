"""Qwen3's chat format, for models made on the spot."""

CHAT_TEMPLATE = """\
{%- set last = namespace(user=-1) %}
{%- for message in messages %}
  {%- if message.role == 'user' %}{% set last.user = loop.index0 %}{% endif %}
{%- endfor %}
{%- for message in messages %}
  {%- set content = message.content if message.content is string else '' %}
  {%- if message.role == 'assistant' %}
    {%- set thought = message.reasoning_content or message.reasoning or '' %}
    {%- if '</think>' in content %}
      {%- set thought = thought or content.split('</think>')[0].split('<think>')[-1] %}
      {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
    {%- endif %}
    {%- if thought and loop.index0 > last.user %}
      {%- set content = '<think>\\n' + thought.strip() + '\\n</think>\\n\\n' + content %}
    {%- endif %}
  {%- endif %}
  {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
  {{- '<|im_start|>assistant\\n' }}
  {%- if enable_thinking is defined and enable_thinking is false %}
    {{- '<think>\\n\\n</think>\\n\\n' }}
  {%- elif open_thought is defined and open_thought %}
    {{- '<think>\\n' }}
  {%- endif %}
{%- endif %}"""
"""Qwen3's chat format, in words of our own: turns between <|im_start|> and <|im_end|>, the thinking
of earlier rounds left out, an empty thought put in front where thinking is off. ``open_thought``
begins the thought, as the thinking-only models of the family do: this one would never do it."""
