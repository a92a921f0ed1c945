# uses click
import sys
import click
from click.testing import CliRunner

@click.group()
@click.option('--debug/--no-debug', default=False, help='Whether to say more.', show_default=True)
@click.version_option('1.2', prog_name='tool')
@click.pass_context
def cli(ctx, debug):
    """A tool with several commands.

    This is a second paragraph that is long enough to be wrapped over more than one line of the help page.
    """
    ctx.ensure_object(dict)
    ctx.obj['debug'] = debug

@cli.command()
@click.option('--count', '-c', default=1, help='Number of greetings.', show_default=True)
@click.option('--name', prompt='Your name', help='The person to greet.')
@click.option('-v', '--verbose', count=True)
@click.pass_obj
def hello(obj, count, name, verbose):
    """Simple program that greets NAME for a total of COUNT times."""
    for _ in range(count):
        click.echo(f'Hello, {name}! {obj["debug"]} {verbose}')

@cli.command('copy', short_help='Copies things.')
@click.argument('src', nargs=-1, required=True)
@click.argument('dst', type=click.Path())
@click.option('--shape', type=click.Choice(['round', 'square'], case_sensitive=False), default='round')
@click.option('--size', type=click.IntRange(1, 10), required=True, help='How big it is, in units that need a very long explanation to be understood.')
@click.option('--tag', multiple=True)
@click.option('--pair', nargs=2, type=float)
@click.option('--user', envvar='TOOL_USER', show_envvar=True)
def copy(src, dst, shape, size, tag, pair, user):
    click.echo(repr((src, dst, shape, size, tag, pair, user)))

@cli.command()
@click.confirmation_option(prompt='Are you sure?')
def drop_db():
    click.secho('Dropped!', fg='green', bold=True)

@cli.command()
def fails():
    raise click.ClickException('something is wrong')

@cli.group()
def db():
    """Things about the database, with a description that goes on for so long that it can't be shown whole."""

@db.command()
@click.argument('n', type=int, default=3)
def init(n):
    click.echo(f'init {n}', err=True)
    sys.exit(n)

runner = CliRunner()
def run(*args, **kw):
    result = runner.invoke(cli, args, prog_name='tool', **kw)
    print('$', *args)
    print(result.output, end='')
    print('->', result.exit_code, type(result.exception).__name__)

run()
run('--help')
run('--version')
run('hello', '--help')
run('copy', '--help')
run('db')
run('db', 'init', '--help')
run('hello', '-c', '2', '--name', 'Ann', '-vv')
run('--debug', 'hello', input='Bob\n')
run('hello', '-c', 'x')
run('copy', 'a', 'b', 'c', '--size', '3', '--tag', 'x', '--tag=y', '--pair', '1', '2.5', '--shape', 'SQUARE')
run('copy', 'a', 'b', '--size=30')
run('copy', 'a', 'b', '--shape', 'oval', '--size', '1')
run('copy', 'a', 'b')
run('copy')
run('copy', 'a', 'b', '--size', '2', env={'TOOL_USER': 'me'})
run('hello', '--nam', 'x')
run('hello', '-z')
run('hello', '--name')
run('hello', '--name', 'x', 'extra', 'more')
run('nothing')
run('drop-db', input='n\n')
run('drop-db', input='maybe\ny\n')
run('drop-db', '--yes')
run('fails')
run('db', 'init', 'x')
run('db', 'init', '0')

