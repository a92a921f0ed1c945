# Test cases, their discovery and the text runner. Left out: asynchronous fixtures beyond IsolatedAsyncioTestCase, buffering, load_tests, duration tables.
import difflib
import os
import pprint
import re
import sys
import time
import traceback
import warnings

__unittest = True

class SkipTest(Exception):
    pass
class _ShouldStop(Exception):
    pass

def _wraps_skip(reason):
    def mark(thing):
        if not isinstance(thing, type):
            def skipped(*a, **k):
                raise SkipTest(reason)
            skipped.__name__ = thing.__name__
            skipped.__unittest_skip__, skipped.__unittest_skip_why__ = True, reason
            return skipped
        thing.__unittest_skip__, thing.__unittest_skip_why__ = True, reason
        return thing
    return mark
def skip(reason):
    if callable(reason) and not isinstance(reason, str):
        return _wraps_skip('')(reason)
    return _wraps_skip(reason)
def skipIf(condition, reason):
    return _wraps_skip(reason) if condition else lambda f: f
def skipUnless(condition, reason):
    return _wraps_skip(reason) if not condition else lambda f: f
def expectedFailure(f):
    f.__unittest_expecting_failure__ = True
    return f

def _short(x, short=False):
    try:
        out = repr(x)
    except Exception:
        out = object.__repr__(x)
    return out if not short or len(out) < 80 else out[:80] + ' [truncated]...'

def _shortened(*args):
    # Long representations lose what they have in common, as in "foo[123 chars]bar".
    args = [_short(a) for a in args]
    longest = max([len(a) for a in args])
    if longest <= 80:
        return args
    prefix = os.path.commonprefix(args)
    n = len(prefix)
    def cut(s, head, tail):
        skip = len(s) - head - tail
        return f'{s[:head]}[{skip} chars]{s[len(s) - tail:]}' if skip > 12 else s
    common = 80 - (longest - n + 5 + 12)
    if common > 5:
        return [cut(prefix, 5, common) + a[n:] for a in args]
    return [cut(prefix, 5, 5) + cut(a[n:], 41, 5) for a in args]

class _Raises:
    def __init__(self, expected, case, pattern=None, warns=False):
        self.expected, self.case, self.pattern, self.msg = expected, case, pattern, None
    def __enter__(self):
        return self
    def __exit__(self, kind, e, tb):
        if kind is None:
            names = self.expected.__name__ if isinstance(self.expected, type) else str(self.expected)
            self.case._fail(self.msg, f'{names} not raised' + (f' by {self.by}' if getattr(self, 'by', None) else ''))
        if not issubclass(kind, self.expected):
            return False
        self.exception = e
        if self.pattern is not None and not re.search(self.pattern, str(e)):
            pattern = self.pattern if isinstance(self.pattern, str) else self.pattern.pattern
            self.case._fail(self.msg, f'"{pattern}" does not match "{e}"')
        return True
class _Logs:
    def __init__(self, case, logger, level):
        import logging
        self.case, self.level = case, logging.getLevelName(level) if isinstance(level, str) else level or logging.INFO
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
    def __enter__(self):
        import logging
        self.records, self.output = [], []
        outer = self
        class Keeper(logging.Handler):
            def emit(self, record):
                outer.records.append(record)
                outer.output.append(f'{record.levelname}:{record.name}:{record.getMessage()}')
        self.old = (self.logger.handlers[:], self.logger.level, self.logger.propagate)
        self.logger.handlers, self.logger.propagate = [Keeper()], False
        self.logger.setLevel(self.level)
        return self
    def __exit__(self, kind, e, tb):
        self.logger.handlers, self.logger.propagate = self.old[0], self.old[2]
        self.logger.setLevel(self.old[1])
        if kind is None and not self.records:
            import logging
            self.case._fail(None, f'no logs of level {logging.getLevelName(self.level)} or higher triggered on {self.logger.name}')
        return False

class TestCase:
    failureException = AssertionError
    longMessage = True
    maxDiff = 640
    def __init__(self, methodName='runTest'):
        self._testMethodName, self._cleanups, self._subtest = methodName, [], None
        method = getattr(self, methodName, None)
        if method is None and methodName != 'runTest':
            raise ValueError(f'no such test method in {type(self)}: {methodName}')
        self._testMethodDoc = getattr(method, '__doc__', None)
    def setUp(self):
        pass
    def tearDown(self):
        pass
    @classmethod
    def setUpClass(cls):
        pass
    @classmethod
    def tearDownClass(cls):
        pass
    def id(self):
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}.{self._testMethodName}'
    def __str__(self):
        cls = type(self)
        return f'{self._testMethodName} ({cls.__module__}.{cls.__qualname__}.{self._testMethodName})'
    def shortDescription(self):
        return self._testMethodDoc.strip().split('\n')[0].strip() if self._testMethodDoc else None
    def countTestCases(self):
        return 1
    def addCleanup(self, f, /, *args, **kw):
        self._cleanups.append((f, args, kw))
    def enterContext(self, cm):
        value = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return value
    def doCleanups(self):
        while self._cleanups:
            f, args, kw = self._cleanups.pop()
            f(*args, **kw)
    def skipTest(self, reason):
        raise SkipTest(reason)
    def _call(self, f):
        return f()
    def run(self, result=None):
        result = result if result is not None else TestResult()
        result.startTest(self)
        method = getattr(self, self._testMethodName)
        self._result, self._bad = result, False
        why = getattr(type(self), '__unittest_skip_why__', None) if getattr(type(self), '__unittest_skip__', False) else None
        if why is None and getattr(method, '__unittest_skip__', False):
            why = method.__unittest_skip_why__
        if why is not None:
            result.addSkip(self, why)
            result.stopTest(self)
            return result
        expecting = getattr(method, '__unittest_expecting_failure__', False) or getattr(type(self), '__unittest_expecting_failure__', False)
        failed = None
        try:
            try:
                self._call(self.setUp)
                try:
                    self._call(method)
                finally:
                    self._call(self.tearDown)
            finally:
                self.doCleanups()
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            result.addSkip(self, str(e))
            result.stopTest(self)
            return result
        except BaseException:
            failed = sys.exc_info()
        if expecting:
            if failed is not None:
                result.addExpectedFailure(self, failed)
            else:
                result.addUnexpectedSuccess(self)
        elif failed is not None:
            if isinstance(failed[1], self.failureException):
                result.addFailure(self, failed)
            else:
                result.addError(self, failed)
        elif not self._bad:
            result.addSuccess(self)
        result.stopTest(self)
        return result
    __call__ = run
    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        self.doCleanups()
    def subTest(self, msg=None, **params):
        return _Sub(self, msg, params)
    def defaultTestResult(self):
        return TestResult()

    def fail(self, msg=None):
        raise self.failureException(msg)
    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else f'{standard} : {msg}'
    def _fail(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))
    def assertFalse(self, x, msg=None):
        if x:
            self._fail(msg, f'{_short(x)} is not false')
    def assertTrue(self, x, msg=None):
        if not x:
            self._fail(msg, f'{_short(x)} is not true')
    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second):
            f = {dict: self.assertDictEqual, list: self.assertListEqual, tuple: self.assertTupleEqual, set: self.assertSetEqual, frozenset: self.assertSetEqual, str: self.assertMultiLineEqual}.get(type(first))
            if f:
                f(first, second, msg)
                return
        if not first == second:
            a, b = _shortened(first, second)
            self._fail(msg, f'{a} != {b}')
    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f'{_short(first)} == {_short(second)}')
    assertEquals = assertEqual
    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        off = abs(first - second)
        if delta is not None:
            if off <= delta:
                return
            self._fail(msg, f'{_short(first)} != {_short(second)} within {_short(delta)} delta ({_short(off)} difference)')
        places = 7 if places is None else places
        if round(off, places) == 0:
            return
        self._fail(msg, f'{_short(first)} != {_short(second)} within {places!r} places ({_short(off)} difference)')
    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        off = abs(first - second)
        if delta is not None:
            if first != second and off > delta:
                return
            self._fail(msg, f'{_short(first)} == {_short(second)} within {_short(delta)} delta ({_short(off)} difference)')
        places = 7 if places is None else places
        if first != second and round(off, places) != 0:
            return
        self._fail(msg, f'{_short(first)} == {_short(second)} within {places!r} places')
    def _cut(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + f'\nDiff is {len(diff)} characters long. Set self.maxDiff to None to see it.'
    def assertMultiLineEqual(self, first, second, msg=None):
        if first != second:
            if len(first) > 65536 or len(second) > 65536:
                a, b = _shortened(first, second)
                self._fail(msg, f'{a} != {b}')
            one, two = first, second
            lines1, lines2 = first.splitlines(True), second.splitlines(True)
            if len(lines1) == 1 and first.strip('\r\n') == first:
                lines1, lines2 = [first + '\n'], [second + '\n'] if second.strip('\r\n') == second and len(lines2) <= 1 else lines2
            a, b = _shortened(first, second)
            self._fail(msg, self._cut(f'{a} != {b}', '\n' + ''.join(difflib.ndiff(lines1, lines2))))
    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        word = seq_type.__name__ if seq_type is not None else 'sequence'
        if seq_type is not None:
            if not isinstance(first, seq_type):
                raise self.failureException(f'First sequence is not a {word}: {_short(first)}')
            if not isinstance(second, seq_type):
                raise self.failureException(f'Second sequence is not a {word}: {_short(second)}')
        if first == second:
            return
        a, b = _shortened(first, second)
        said = f'{word.capitalize()}s differ: {a} != {b}\n'
        n1, n2 = len(first), len(second)
        for i in range(min(n1, n2)):
            if first[i] != second[i]:
                x, y = _shortened(first[i], second[i])
                said += f'\nFirst differing element {i}:\n{x}\n{y}\n'
                break
        else:
            if n1 == n2 and seq_type is None and type(first) != type(second):
                return
        if n1 > n2:
            said += f'\nFirst {word} contains {n1 - n2} additional elements.\nFirst extra element {n2}:\n{_shortened(first[n2])[0]}\n'
        elif n1 < n2:
            said += f'\nSecond {word} contains {n2 - n1} additional elements.\nFirst extra element {n1}:\n{_shortened(second[n1])[0]}\n'
        diff = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))
        self._fail(msg, self._cut(said, diff))
    def assertListEqual(self, first, second, msg=None):
        self.assertSequenceEqual(first, second, msg, list)
    def assertTupleEqual(self, first, second, msg=None):
        self.assertSequenceEqual(first, second, msg, tuple)
    def assertSetEqual(self, first, second, msg=None):
        left, right = first.difference(second), second.difference(first)
        if not left and not right:
            return
        lines = []
        for word, items in (('first', left), ('second', right)):
            if items:
                lines.append(f'Items in the {word} set but not the {"second" if word == "first" else "first"}:')
                lines += [repr(x) for x in items]
        self._fail(msg, '\n'.join(lines))
    def assertDictEqual(self, first, second, msg=None):
        self.assertIsInstance(first, dict, 'First argument is not a dictionary')
        self.assertIsInstance(second, dict, 'Second argument is not a dictionary')
        if first != second:
            a, b = _shortened(first, second)
            diff = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))
            self._fail(msg, self._cut(f'{a} != {b}', diff))
    def assertCountEqual(self, first, second, msg=None):
        left, missing = list(second), []
        for x in first:
            if x in left:
                left.remove(x)
            else:
                missing.append(x)
        if missing or left:
            lines = ['Element counts were not equal:']
            seen = []
            for x in missing + left:
                if x not in seen:
                    seen.append(x)
                    lines.append(f'First has {list(first).count(x)}, Second has {list(second).count(x)}:  {x!r}')
            self._fail(msg, '\n'.join(lines))
    def assertIn(self, x, inside, msg=None):
        if x not in inside:
            self._fail(msg, f'{_short(x)} not found in {_short(inside)}')
    def assertNotIn(self, x, inside, msg=None):
        if x in inside:
            self._fail(msg, f'{_short(x)} unexpectedly found in {_short(inside)}')
    def assertIs(self, a, b, msg=None):
        if a is not b:
            self._fail(msg, f'{_short(a)} is not {_short(b)}')
    def assertIsNot(self, a, b, msg=None):
        if a is b:
            self._fail(msg, f'unexpectedly identical: {_short(a)}')
    def assertIsNone(self, x, msg=None):
        if x is not None:
            self._fail(msg, f'{_short(x)} is not None')
    def assertIsNotNone(self, x, msg=None):
        if x is None:
            self._fail(msg, 'unexpectedly None')
    def assertIsInstance(self, x, kind, msg=None):
        if not isinstance(x, kind):
            self._fail(msg, f'{_short(x)} is not an instance of {kind!r}')
    def assertNotIsInstance(self, x, kind, msg=None):
        if isinstance(x, kind):
            self._fail(msg, f'{_short(x)} is an instance of {kind!r}')
    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f'{_short(a)} not less than {_short(b)}')
    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f'{_short(a)} not less than or equal to {_short(b)}')
    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f'{_short(a)} not greater than {_short(b)}')
    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f'{_short(a)} not greater than or equal to {_short(b)}')
    def assertRegex(self, text, pattern, msg=None):
        if not re.search(pattern, text):
            pattern = pattern if isinstance(pattern, str) else pattern.pattern
            self._fail(msg, f"Regex didn't match: {pattern!r} not found in {text!r}")
    def assertNotRegex(self, text, pattern, msg=None):
        m = re.search(pattern, text)
        if m:
            self._fail(msg, f'Regex matched: {text[m.start():m.end()]!r} matches {pattern!r} in {text!r}')
    def assertRaises(self, expected, *args, **kw):
        return self._raises(_Raises(expected, self), args, kw)
    def assertRaisesRegex(self, expected, pattern, *args, **kw):
        return self._raises(_Raises(expected, self, pattern), args, kw)
    def _raises(self, context, args, kw):
        if not args:
            context.msg = kw.get('msg')
            return context
        f, args = args[0], args[1:]
        context.by = getattr(f, '__name__', str(f))
        with context:
            f(*args, **kw)
    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level)
TestCase.__module__ = 'unittest.case'

class _Sub:
    def __init__(self, case, msg, params):
        self.case, self.msg, self.params = case, msg, params
    def __enter__(self):
        outer = self.case._subtest
        if outer:
            self.params = {**outer.params, **self.params}
        self.outer, self.case._subtest = outer, self
    def __exit__(self, kind, e, tb):
        self.case._subtest = self.outer
        if kind is None or issubclass(kind, (SkipTest, KeyboardInterrupt)):
            return False
        self.case._bad = True
        self.case._result.addSubTest(self.case, self, (kind, e, tb))
        return True
    def shortDescription(self):
        return self.case.shortDescription()
    def __str__(self):
        parts = [f'[{self.msg}]'] if self.msg is not None else []
        if self.params:
            parts.append('(' + ', '.join([f'{k}={v!r}' for k, v in self.params.items()]) + ')')
        return f"{self.case} {' '.join(parts) or '(<subtest>)'}"

class IsolatedAsyncioTestCase(TestCase):
    async def asyncSetUp(self):
        pass
    async def asyncTearDown(self):
        pass
    def _call(self, f):
        import asyncio
        import inspect
        if not hasattr(self, '_runner'):
            self._runner = asyncio.Runner()
        if f == self.setUp:
            f()
            self._runner.run(self.asyncSetUp())
        elif f == self.tearDown:
            self._runner.run(self.asyncTearDown())
            f()
        else:
            out = f()
            if inspect.iscoroutine(out):
                self._runner.run(out)

class TestSuite:
    def __init__(self, tests=()):
        self._tests = list(tests)
    def addTest(self, test):
        self._tests.append(test)
    def addTests(self, tests):
        self._tests += list(tests)
    def __iter__(self):
        return iter(self._tests)
    def countTestCases(self):
        return sum([t.countTestCases() for t in self._tests])
    def _flat(self):
        for t in self._tests:
            if isinstance(t, TestSuite):
                yield from t._flat()
            else:
                yield t
    def run(self, result):
        before, failed, module = None, None, None
        def leave(cls):
            if cls is not None and failed is not cls:
                try:
                    cls.tearDownClass()
                except Exception:
                    result.addError(_Holder(f'tearDownClass ({cls.__module__}.{cls.__qualname__})'), sys.exc_info())
        for t in self._flat():
            if result.shouldStop:
                break
            cls = type(t)
            if cls is not before:
                leave(before)
                failed = None
                if cls.__module__ != module:
                    if module is not None and hasattr(sys.modules.get(module), 'tearDownModule'):
                        sys.modules[module].tearDownModule()
                    module = cls.__module__
                    if hasattr(sys.modules.get(module), 'setUpModule'):
                        sys.modules[module].setUpModule()
                before = cls
                if not getattr(cls, '__unittest_skip__', False) and hasattr(cls, 'setUpClass'):
                    try:
                        cls.setUpClass()
                    except SkipTest as e:
                        failed = cls
                        result.addSkip(_Holder(f'setUpClass ({cls.__module__}.{cls.__qualname__})'), str(e))
                    except Exception:
                        failed = cls
                        result.addError(_Holder(f'setUpClass ({cls.__module__}.{cls.__qualname__})'), sys.exc_info())
            if failed is cls:
                continue
            t(result)
        leave(before)
        if module is not None and hasattr(sys.modules.get(module), 'tearDownModule'):
            sys.modules[module].tearDownModule()
        return result
    __call__ = run
class _Holder:
    def __init__(self, text):
        self.text = text
    def __str__(self):
        return self.text
    def shortDescription(self):
        return None
class _Unloadable(TestCase):
    # A module that can't be imported, or a name that leads nowhere.
    def __init__(self, name, text):
        self._name, self._text, self._cleanups, self._testMethodName, self._testMethodDoc, self._subtest = name, text, [], 'lost', None, None
    def lost(self):
        raise ImportError(self._text)
    def __str__(self):
        return f'{self._name} (unittest.loader._FailedTest.{self._name})'

class TestResult:
    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failures, self.errors, self.skipped, self.expectedFailures, self.unexpectedSuccesses = [], [], [], [], []
        self.testsRun, self.shouldStop, self.failfast = 0, False, False
    def startTest(self, test):
        self.testsRun += 1
    def stopTest(self, test):
        pass
    def startTestRun(self):
        pass
    def stopTestRun(self):
        pass
    def _text(self, err):
        return self._chain(err[1], err[2])
    def _chain(self, e, tb):
        # A test's own frames: what lies in this package before and, for failed assertions, after them is left out.
        before = ''
        if e.__cause__ is not None:
            before = self._chain(e.__cause__, e.__cause__.__traceback__) + '\nThe above exception was the direct cause of the following exception:\n\n'
        elif e.__context__ is not None and not e.__suppress_context__:
            before = self._chain(e.__context__, e.__context__.__traceback__) + '\nDuring handling of the above exception, another exception occurred:\n\n'
        while tb is not None and '__unittest' in tb.tb_frame.f_globals:
            tb = tb.tb_next
        frames = traceback.extract_tb(tb)
        if isinstance(e, AssertionError):
            n, walk = 0, tb
            while walk is not None and '__unittest' not in walk.tb_frame.f_globals:
                n, walk = n + 1, walk.tb_next
            frames = frames[:n]
        head = ['Traceback (most recent call last):\n'] + traceback.format_list(frames) if tb is not None else []
        return before + ''.join(head + traceback.format_exception_only(type(e), e))
    def _stop(self):
        if self.failfast:
            self.shouldStop = True
    def addError(self, test, err):
        self.errors.append((test, self._text(err)))
        self._stop()
    def addFailure(self, test, err):
        self.failures.append((test, self._text(err)))
        self._stop()
    def addSubTest(self, test, subtest, err):
        if err is not None:
            (self.failures if issubclass(err[0], AssertionError) else self.errors).append((subtest, self._text(err)))
            self._stop()
    def addSuccess(self, test):
        pass
    def addSkip(self, test, reason):
        self.skipped.append((test, reason))
    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err)))
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
    def stop(self):
        self.shouldStop = True
    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

class TextTestResult(TestResult):
    separator1, separator2 = '=' * 70, '-' * 70
    def __init__(self, stream, descriptions, verbosity, **kw):
        super().__init__()
        self.stream, self.descriptions, self.loud, self.dots = stream, descriptions, verbosity > 1, verbosity == 1
    def getDescription(self, test):
        doc = test.shortDescription()
        return f'{test}\n{doc}' if self.descriptions and doc else str(test)
    def startTest(self, test):
        super().startTest(test)
        self._fresh = False
        if self.loud:
            self.stream.write(self.getDescription(test) + ' ... ')
            self.stream.flush()
    def _mark(self, dot, word):
        if self.loud:
            self.stream.write(word + '\n')
        elif self.dots:
            self.stream.write(dot)
        self.stream.flush()
    def addSuccess(self, test):
        self._mark('.', 'ok')
    def addError(self, test, err):
        super().addError(test, err)
        self._mark('E', 'ERROR')
    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._mark('F', 'FAIL')
    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], AssertionError)
            if self.loud:
                self.stream.write(('' if self._fresh else '\n') + f"  {self.getDescription(subtest)} ... {'FAIL' if failed else 'ERROR'}\n")
                self._fresh = True
            elif self.dots:
                self.stream.write('F' if failed else 'E')
    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._mark('s', f'skipped {reason!r}')
    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._mark('x', 'expected failure')
    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._mark('u', 'unexpected success')
    def printErrors(self):
        if self.dots or self.loud:
            self.stream.write('\n')
        for word, items in (('ERROR', self.errors), ('FAIL', self.failures)):
            for test, text in items:
                self.stream.write(f'{self.separator1}\n{word}: {self.getDescription(test)}\n{self.separator2}\n{text}\n')
        if self.unexpectedSuccesses:
            self.stream.write(self.separator1 + '\n')
            for test in self.unexpectedSuccesses:
                self.stream.write(f'UNEXPECTED SUCCESS: {self.getDescription(test)}\n')

class TextTestRunner:
    resultclass = TextTestResult
    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None, **kw):
        self.stream, self.descriptions, self.verbosity, self.failfast = stream or sys.stderr, descriptions, verbosity, failfast
        self.resultclass = resultclass or self.resultclass
    def run(self, test):
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        began = time.perf_counter()
        test(result)
        took = time.perf_counter() - began
        result.printErrors()
        w = self.stream.write
        n = result.testsRun
        w(f"{result.separator2}\nRan {n} test{'' if n == 1 else 's'} in {took:.3f}s\n\n")
        infos = []
        if not result.wasSuccessful():
            w('FAILED')
            for word, items in (('failures', result.failures), ('errors', result.errors)):
                if items:
                    infos.append(f'{word}={len(items)}')
        elif n == 0 and not result.skipped:
            w('NO TESTS RAN')
        else:
            w('OK')
        for word, items in (('skipped', result.skipped), ('expected failures', result.expectedFailures), ('unexpected successes', result.unexpectedSuccesses)):
            if items:
                infos.append(f'{word}={len(items)}')
        w(f" ({', '.join(infos)})\n" if infos else '\n')
        self.stream.flush()
        return result

class TestLoader:
    testMethodPrefix = 'test'
    def getTestCaseNames(self, cls):
        return sorted([n for n in dir(cls) if n.startswith(self.testMethodPrefix) and callable(getattr(cls, n))])
    def loadTestsFromTestCase(self, cls):
        names = self.getTestCaseNames(cls)
        if not names and hasattr(cls, 'runTest'):
            names = ['runTest']
        return TestSuite([cls(n) for n in names])
    def loadTestsFromModule(self, module, **kw):
        out = TestSuite()
        for n in dir(module):
            x = getattr(module, n)
            if isinstance(x, type) and issubclass(x, TestCase) and x not in (TestCase, IsolatedAsyncioTestCase):
                out.addTest(self.loadTestsFromTestCase(x))
        return out
    def loadTestsFromName(self, name, module=None):
        import importlib
        parts, rest = name.split('.'), []
        x = module
        if x is None:
            while parts:
                try:
                    x = importlib.import_module('.'.join(parts))
                    break
                except ModuleNotFoundError as e:
                    if e.name is not None and not '.'.join(parts).startswith(e.name):
                        return TestSuite([_Unloadable(parts[-1], _import_failed(name))])
                    rest.insert(0, parts.pop())
                except Exception:
                    return TestSuite([_Unloadable(parts[-1], _import_failed(name))])
            if x is None:
                return TestSuite([_Unloadable(rest[0], _import_failed(rest[0], f"Traceback (most recent call last):\nModuleNotFoundError: No module named {rest[0]!r}\n"))])
        else:
            rest = parts
        parent = None
        for n in rest:
            if not hasattr(x, n):
                return TestSuite([_Unloadable(n, f"module {x.__name__!r} has no attribute {n!r}")])
            parent, x = x, getattr(x, n)
        if isinstance(x, type) and issubclass(x, TestCase):
            return self.loadTestsFromTestCase(x)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return TestSuite([parent(rest[-1])])
        if callable(x) and not hasattr(x, '__path__') and not hasattr(x, '__file__'):
            return x()
        return self.loadTestsFromModule(x)
    def loadTestsFromNames(self, names, module=None):
        return TestSuite([self.loadTestsFromName(n, module) for n in names])
    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        import fnmatch
        import importlib
        top = os.path.abspath(top_level_dir or start_dir)
        if not os.path.isdir(start_dir):
            raise ImportError(f'Start directory is not importable: {start_dir!r}')
        if top not in sys.path:
            sys.path.insert(0, top)
        out = TestSuite()
        def walk(folder):
            for n in sorted(os.listdir(folder)):
                path = os.path.join(folder, n)
                if os.path.isdir(path):
                    if os.path.isfile(os.path.join(path, '__init__.py')):
                        walk(path)
                elif fnmatch.fnmatch(n, pattern) and n.endswith('.py') and n[:-3].isidentifier():
                    name = os.path.relpath(path, top)[:-3].replace(os.sep, '.')
                    try:
                        out.addTest(self.loadTestsFromModule(importlib.import_module(name)))
                    except SkipTest:
                        pass
                    except Exception:
                        out.addTest(_Unloadable(name, _import_failed(name)))
        walk(os.path.abspath(start_dir))
        return out
def _import_failed(name, text=None):
    return f'Failed to import test module: {name}\n{text or traceback.format_exc()}'
defaultTestLoader = TestLoader()
def makeSuite(cls, prefix='test', **kw):
    return defaultTestLoader.loadTestsFromTestCase(cls)

class TestProgram:
    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, **kw):
        argv = list(sys.argv if argv is None else argv)
        names, discover, pattern, start, top = [], False, 'test*.py', '.', None
        words = argv[1:]
        if module is None and words and words[0] == 'discover':
            discover, words = True, words[1:]
        while words:
            w = words.pop(0)
            if w in ('-v', '--verbose'):
                verbosity = 2
            elif w in ('-q', '--quiet'):
                verbosity = 0
            elif w in ('-f', '--failfast'):
                failfast = True
            elif w in ('-b', '--buffer', '-c', '--catch', '--locals'):
                pass
            elif discover and w in ('-s', '--start-directory') and words:
                start = words.pop(0)
            elif discover and w in ('-p', '--pattern') and words:
                pattern = words.pop(0)
            elif discover and w in ('-t', '--top-level-directory') and words:
                top = words.pop(0)
            elif w.startswith('-'):
                name = os.path.basename(argv[0]) if module is not None else 'python -m unittest'
                sys.stderr.write(f'usage: {name} [-h] [-v] [-q] [--locals] [--durations N] [-f] [-c] [-b] [-k TESTNAMEPATTERNS] [tests ...]\n{name}: error: unrecognized arguments: {w}\n')
                sys.exit(2)
            else:
                names.append(w)
        if discover and names:
            start, names = names[0], names[1:]
        if module is None:
            if '' not in sys.path and os.getcwd() not in sys.path:
                sys.path.insert(0, os.getcwd())
            if discover or not names:
                test = testLoader.discover(start, pattern, top)
            else:
                names = [n[:-3].replace('/', '.') if n.endswith('.py') and os.path.isfile(n) else n for n in names]
                test = testLoader.loadTestsFromNames(names)
        else:
            if isinstance(module, str):
                __import__(module)
                module = sys.modules[module]
            names = names or ([defaultTest] if isinstance(defaultTest, str) else defaultTest)
            test = testLoader.loadTestsFromNames(names, module) if names else testLoader.loadTestsFromModule(module)
        runner = testRunner or TextTestRunner
        if isinstance(runner, type):
            runner = runner(verbosity=verbosity, failfast=bool(failfast))
        self.result = runner.run(test)
        if exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                sys.exit(5)
            sys.exit(not self.result.wasSuccessful())
main = TestProgram
