from dataclasses import dataclass, field, asdict
@dataclass(order=True)
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
print(P(1), P(1) < P(2), asdict(P(3, 4, ['a'])), P(1) == P(1, 0))
