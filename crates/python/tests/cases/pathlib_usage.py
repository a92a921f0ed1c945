from pathlib import Path
p = Path('x') / 'y' / 'z.txt'
p.parent.mkdir(parents=True)
p.write_text('hi\n'); print(p.read_text(), p.suffix, p.stem, p.exists(), [str(q) for q in Path('x').rglob('*.txt')], p.with_suffix('.md'), p.parts)
print(sorted(str(q) for q in Path('x').iterdir()), p.is_file(), Path('/a/b').relative_to('/a'))
p.unlink(); print(p.exists())
