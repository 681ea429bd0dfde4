"""The LangGraph state machine."""
