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


def references(expression: Any) -> set[str]:
    if isinstance(expression, list):
        return {path for each in expression for path in references(each)}
    if not isinstance(expression, dict):
        return set()
    ((op, args),) = expression.items()
    if op == "var":
        first = args[0] if isinstance(args, list) and args else args
        return {str(first)}
    return references(args)


def faults(expression: Any, pointer: str) -> list[Any]:
    from chalicelib.domain.errors import Fault

    if isinstance(expression, list):
        return [fault for n, each in enumerate(expression) for fault in faults(each, f"{pointer}/{n}")]
    if not isinstance(expression, dict):
        return []
    if len(expression) != 1:
        return [Fault(pointer, "logic")]
    ((op, args),) = expression.items()
    return faults(args, f"{pointer}/{op}")
