import unittest
from unittest.mock import Mock, MagicMock, patch, call, mock_open
import io
import os
import re
class A(unittest.TestCase):
    """doc"""
    def setUp(self):
        self.x = [1, 2, 3]
    def test_upper(self):
        self.assertEqual('foo'.upper(), 'FOo')
    def test_ok(self):
        "Says something"
        self.assertTrue(True)
    def test_list(self):
        self.assertEqual(self.x, [1, 2, 4, 5])
    def test_dict(self):
        self.assertEqual({'a': 1, 'b': [1, 2]}, {'a': 1, 'b': [1, 3]}, 'why')
    def test_set(self):
        self.assertEqual({1}, {2})
    def test_err(self):
        {}['k']
    def test_multi(self):
        self.assertEqual('a\nb\nc', 'a\nx\nc')
    def test_raises(self):
        with self.assertRaises(ValueError) as c:
            int('x')
        self.assertIn('invalid', str(c.exception))
        with self.assertRaises(KeyError):
            pass
    def test_raises2(self):
        self.assertRaisesRegex(ValueError, 'zzz', int, 'x')
    @unittest.skip('later')
    def test_skip(self):
        pass
    @unittest.expectedFailure
    def test_exp(self):
        self.fail('x')
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertEqual(i % 2, 0)
    def test_almost(self):
        self.assertAlmostEqual(1.0, 1.1)
    def test_none(self):
        self.assertIsNone(3)
    def test_count(self):
        self.assertCountEqual([1, 2, 2], [2, 1, 3])
    def test_long(self):
        self.assertEqual('x' * 50 + 'abc' * 20, 'x' * 50 + 'abd' * 20)
    def test_mock(self):
        m = Mock(return_value=3)
        self.assertEqual(m(1, a=2), 3)
        m.assert_called_once_with(1, a=2)
        m.foo.bar(4)
        print(m.mock_calls, m.method_calls, m.call_args, m.called)
        with patch('os.getcwd', return_value='/zz'):
            print(os.getcwd())
        mm = MagicMock()
        mm.__len__.return_value = 5
        print(len(mm))
        with mm as k:
            pass
        with patch.dict(os.environ, {'Q': '1'}):
            print(os.environ['Q'])
        with self.assertRaises(AssertionError) as c:
            m.assert_called_with(9)
        print(c.exception)
if __name__ == '__main__':
    for verbosity in (1, 2):
        out = io.StringIO()
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(A)
        print(unittest.TextTestRunner(stream=out, verbosity=verbosity).run(suite).wasSuccessful())
        print(re.sub(r'in \d\.\d+s', 'in a moment', out.getvalue()))
