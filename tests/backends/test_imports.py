import subprocess
import sys

HEAVY = ("langchain_openai", "openai", "httpx", "torch", "gradio", "langchain")


def _loaded_after(code: str) -> set[str]:
    program = f"{code}\nimport sys; print(*(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_backends_loads_no_client():
    assert _loaded_after("import mascot.backends") == set()


def test_the_demo_loads_no_openai_client():
    code = "from mascot.backends import resolve_backend; resolve_backend('demo')"
    assert not _loaded_after(code) & {"langchain_openai", "openai", "torch", "gradio"}
