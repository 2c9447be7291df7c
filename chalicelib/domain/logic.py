from typing import Any


def truthy(value: Any) -> bool:
    return bool(value)


def evaluate(expression: Any, data: Any) -> Any:
    if isinstance(expression, dict):
        ((op, args),) = expression.items()
        if op == "var":
            for part in args.split("."):
                data = data.get(part) if isinstance(data, dict) else None
            return data
        a = [evaluate(x, data) for x in args]
        if op == "==":
            return a[0] == a[1]
    return expression
