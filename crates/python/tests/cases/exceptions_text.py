import traceback
try:
    {}['x']
except KeyError:
    print(traceback.format_exc())
try:
    [].pop()
except IndexError as e:
    print(traceback.format_exception_only(type(e), e))
