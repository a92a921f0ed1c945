// Package time: pkg.go.dev/time. Times are of UTC: there is no other zone in the images this runs in.
package time

import "errors"

func sysNow() (int64, int)
func sysSleep(ns int64) int
func startTimer(ns int64, f func()) int
func stopTimer(id int) bool

type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1000 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1000000 }
func (d Duration) Seconds() float64    { return float64(d) / 1e9 }
func (d Duration) Minutes() float64    { return float64(d) / 6e10 }
func (d Duration) Hours() float64      { return float64(d) / 3.6e12 }
func (d Duration) Abs() Duration {
	if d < 0 {
		return -d
	}
	return d
}
func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}
func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		if -r+-r < m {
			return d - r
		}
		return d - r - m
	}
	if r+r < m {
		return d - r
	}
	return d + m - r
}

func digits(n int64) string {
	if n == 0 {
		return "0"
	}
	out := ""
	for n > 0 {
		out = string(rune('0'+n%10)) + out
		n /= 10
	}
	return out
}

func pad(n int64, width int) string {
	s := digits(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// part writes n of a unit with its fraction, without zeros at the end.
func part(n, unit int64, width int) string {
	frac := pad(n%unit, width)
	for len(frac) > 0 && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if frac != "" {
		frac = "." + frac
	}
	return digits(n/unit) + frac
}

func (d Duration) String() string {
	if d == 0 {
		return "0s"
	}
	sign := ""
	n := int64(d)
	if n < 0 {
		sign = "-"
		n = -n
	}
	switch {
	case n < 1000:
		return sign + digits(n) + "ns"
	case n < 1000000:
		return sign + part(n, 1000, 3) + "µs"
	case n < 1000000000:
		return sign + part(n, 1000000, 6) + "ms"
	}
	s := n / 1000000000
	out := part(n%60000000000, 1000000000, 9) + "s"
	if s >= 60 {
		m := s / 60
		out = digits(m%60) + "m" + out
		if m >= 60 {
			out = digits(m/60) + "h" + out
		}
	}
	return sign + out
}

func ParseDuration(s string) (Duration, error) {
	text := s
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return 0, errors.New("time: invalid duration \"" + text + "\"")
	}
	var total float64
	for s != "" {
		i := 0
		whole := 0.0
		scale := 1.0
		dot := false
		for i < len(s) && (s[i] == '.' || s[i] >= '0' && s[i] <= '9') {
			if s[i] == '.' {
				dot = true
			} else {
				whole = whole*10 + float64(s[i]-'0')
				if dot {
					scale *= 10
				}
			}
			i++
		}
		if i == 0 {
			return 0, errors.New("time: invalid duration \"" + text + "\"")
		}
		s = s[i:]
		i = 0
		for i < len(s) && s[i] != '.' && (s[i] < '0' || s[i] > '9') {
			i++
		}
		var unit Duration
		switch s[:i] {
		case "ns":
			unit = Nanosecond
		case "us", "µs":
			unit = Microsecond
		case "ms":
			unit = Millisecond
		case "s":
			unit = Second
		case "m":
			unit = Minute
		case "h":
			unit = Hour
		case "":
			return 0, errors.New("time: missing unit in duration \"" + text + "\"")
		default:
			return 0, errors.New("time: unknown unit \"" + s[:i] + "\" in duration \"" + text + "\"")
		}
		total += whole * float64(unit) / scale
		s = s[i:]
	}
	if neg {
		total = -total
	}
	return Duration(total), nil
}

func Sleep(d Duration) {
	sysSleep(int64(d))
}

type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (m Month) String() string { return months[m-1] }

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var days = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (d Weekday) String() string { return days[d] }

type Location struct{ name string }

func (l *Location) String() string { return l.name }

var UTC = &Location{"UTC"}
var Local = &Location{"Local"}

func LoadLocation(name string) (*Location, error) {
	if name == "" || name == "UTC" {
		return UTC, nil
	}
	return nil, errors.New("unknown time zone " + name)
}

// Time holds seconds and nanoseconds since the first of January of 1970; what is zero is the year 1.
type Time struct {
	sec  int64
	nsec int64
	mono int64
}

const zeroSec = 62135596800

const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

func Now() Time {
	n, _ := sysNow()
	t := Unix(0, n)
	t.mono = n
	return t
}

func Unix(sec, nsec int64) Time {
	sec += nsec / 1000000000
	nsec %= 1000000000
	if nsec < 0 {
		nsec += 1000000000
		sec--
	}
	return Time{sec: sec + zeroSec, nsec: nsec}
}

func UnixMilli(ms int64) Time { return Unix(ms/1000, ms%1000*1000000) }

func (t Time) unix() int64               { return t.sec - zeroSec }
func (t Time) Unix() int64               { return t.unix() }
func (t Time) UnixNano() int64           { return t.unix()*1000000000 + t.nsec }
func (t Time) UnixMilli() int64          { return t.unix()*1000 + t.nsec/1000000 }
func (t Time) UnixMicro() int64          { return t.unix()*1000000 + t.nsec/1000 }
func (t Time) IsZero() bool              { return t.sec == 0 && t.nsec == 0 }
func (t Time) UTC() Time                 { t.mono = 0; return t }
func (t Time) Local() Time               { return t }
func (t Time) In(l *Location) Time       { return t }
func (t Time) Location() *Location       { return UTC }
func (t Time) After(u Time) bool         { return t.sec > u.sec || t.sec == u.sec && t.nsec > u.nsec }
func (t Time) Before(u Time) bool        { return u.After(t) }
func (t Time) Equal(u Time) bool         { return t.sec == u.sec && t.nsec == u.nsec }
func (t Time) Compare(u Time) int {
	if t.Before(u) {
		return -1
	}
	if t.After(u) {
		return 1
	}
	return 0
}
func (t Time) Sub(u Time) Duration { return Duration((t.sec-u.sec)*1000000000 + t.nsec - u.nsec) }
func (t Time) Add(d Duration) Time {
	n := t.nsec + int64(d)%1000000000
	s := t.sec + int64(d)/1000000000
	if n >= 1000000000 {
		n -= 1000000000
		s++
	}
	if n < 0 {
		n += 1000000000
		s--
	}
	return Time{sec: s, nsec: n}
}

func Since(t Time) Duration { return Now().Sub(t) }
func Until(t Time) Duration { return t.Sub(Now()) }

func (t Time) Truncate(d Duration) Time {
	if d <= 0 {
		return t
	}
	n := t.sec%int64(86400*365)*1000000000 + t.nsec
	return t.Add(-Duration(n % int64(d)))
}

func (t Time) Round(d Duration) Time { return t.Add(d / 2).Truncate(d) }

// civil gives year, month and day of a number of days since 1970.
func civil(z int64) (int, Month, int) {
	z += 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	y := yoe + era*400
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d := doy - (153*mp+2)/5 + 1
	m := mp + 3
	if m > 12 {
		m -= 12
	}
	if m <= 2 {
		y++
	}
	return int(y), Month(m), int(d)
}

func daysOf(y, m, d int64) int64 {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mm := m - 3
	if m <= 2 {
		mm = m + 9
	}
	doy := (153*mm+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (t Time) Date() (int, Month, int) { return civil(floor(t.unix(), 86400)) }
func (t Time) Clock() (int, int, int) {
	s := t.unix() - floor(t.unix(), 86400)*86400
	return int(s / 3600), int(s / 60 % 60), int(s % 60)
}
func (t Time) Year() int {
	y, _, _ := t.Date()
	return y
}
func (t Time) Month() Month {
	_, m, _ := t.Date()
	return m
}
func (t Time) Day() int {
	_, _, d := t.Date()
	return d
}
func (t Time) Hour() int {
	h, _, _ := t.Clock()
	return h
}
func (t Time) Minute() int {
	_, m, _ := t.Clock()
	return m
}
func (t Time) Second() int {
	_, _, s := t.Clock()
	return s
}
func (t Time) Nanosecond() int { return int(t.nsec) }
func (t Time) Weekday() Weekday {
	n := (floor(t.unix(), 86400) + 4) % 7
	if n < 0 {
		n += 7
	}
	return Weekday(n)
}
func (t Time) YearDay() int {
	y, _, _ := t.Date()
	return int(floor(t.unix(), 86400)-daysOf(int64(y), 1, 1)) + 1
}

func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	m := int64(month) - 1
	y := int64(year) + floor(m, 12)
	m = m - floor(m, 12)*12 + 1
	s := (daysOf(y, m, 1)+int64(day)-1)*86400 + int64(hour)*3600 + int64(min)*60 + int64(sec)
	return Unix(s, int64(nsec))
}

func (t Time) AddDate(years, months, days int) Time {
	y, m, d := t.Date()
	h, mi, s := t.Clock()
	return Date(y+years, m+Month(months), d+days, h, mi, s, int(t.nsec), UTC)
}

// std finds the first part of a layout that stands for something.
func std(layout string) (before, what, after string) {
	list := []string{"2006", "January", "Jan", "Monday", "Mon", "MST", "Z07:00", "Z0700", "-07:00", "-0700", "-07", "01", "02", "03", "04", "05", "06", "002", "15", "PM", "pm", "_2", ".000000000", ".000000", ".000", ".00", ".0", ".999999999", ".999999", ".999", "1", "2", "3", "4", "5"}
	for i := 0; i < len(layout); i++ {
		for _, one := range list {
			if len(layout)-i >= len(one) && layout[i:i+len(one)] == one {
				if one[0] == '.' && i+len(one) < len(layout) && layout[i+len(one)] >= '0' && layout[i+len(one)] <= '9' {
					continue
				}
				if one == "Jan" && i+4 <= len(layout) && layout[i+3] >= 'a' && layout[i+3] <= 'z' {
					continue
				}
				return layout[:i], one, layout[i+len(one):]
			}
		}
	}
	return layout, "", ""
}

func (t Time) Format(layout string) string {
	out := ""
	y, m, d := t.Date()
	h, mi, s := t.Clock()
	for {
		before, what, after := std(layout)
		out += before
		if what == "" {
			return out
		}
		layout = after
		h12 := h % 12
		if h12 == 0 {
			h12 = 12
		}
		switch what {
		case "2006":
			out += pad(int64(y), 4)
		case "06":
			out += pad(int64(y%100), 2)
		case "January":
			out += m.String()
		case "Jan":
			out += m.String()[:3]
		case "01":
			out += pad(int64(m), 2)
		case "1":
			out += digits(int64(m))
		case "Monday":
			out += t.Weekday().String()
		case "Mon":
			out += t.Weekday().String()[:3]
		case "02":
			out += pad(int64(d), 2)
		case "2":
			out += digits(int64(d))
		case "_2":
			if d < 10 {
				out += " "
			}
			out += digits(int64(d))
		case "002":
			out += pad(int64(t.YearDay()), 3)
		case "15":
			out += pad(int64(h), 2)
		case "03":
			out += pad(int64(h12), 2)
		case "3":
			out += digits(int64(h12))
		case "04":
			out += pad(int64(mi), 2)
		case "4":
			out += digits(int64(mi))
		case "05":
			out += pad(int64(s), 2)
		case "5":
			out += digits(int64(s))
		case "PM", "pm":
			p := "AM"
			if h >= 12 {
				p = "PM"
			}
			if what == "pm" {
				p = string([]byte{p[0] | 32, p[1] | 32})
			}
			out += p
		case "MST":
			out += "UTC"
		case "Z07:00", "Z0700":
			out += "Z"
		case "-07:00":
			out += "+00:00"
		case "-0700":
			out += "+0000"
		case "-07":
			out += "+00"
		default:
			frac := pad(t.nsec, 9)[:len(what)-1]
			if what[1] == '9' {
				for len(frac) > 0 && frac[len(frac)-1] == '0' {
					frac = frac[:len(frac)-1]
				}
			}
			if frac != "" {
				out += "." + frac
			}
		}
	}
}

func (t Time) String() string {
	text := t.Format("2006-01-02 15:04:05.999999999 -0700 MST")
	if t.mono != 0 {
		text += " m=+" + part(t.mono%1000000000, 1000000000, 9)
	}
	return text
}

func (t Time) MarshalJSON() ([]byte, error) { return []byte("\"" + t.Format(RFC3339Nano) + "\""), nil }

func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return errors.New("Time.UnmarshalJSON: input is not a JSON string")
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}

func (t *Time) UnmarshalText(data []byte) error {
	parsed, err := Parse(RFC3339, string(data))
	if err == nil {
		*t = parsed
	}
	return err
}

func (t Time) MarshalText() ([]byte, error) { return []byte(t.Format(RFC3339Nano)), nil }

func number(s string, max int) (int, string, bool) {
	n, i := 0, 0
	for i < len(s) && i < max && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:], i > 0
}

func Parse(layout, value string) (Time, error) {
	whole, wholeLayout := value, layout
	year, month, day, hour, min, sec, nsec := 1, 1, 1, 0, 0, 0, 0
	offset := 0
	pm := false
	fail := func(what string) (Time, error) {
		return Time{}, errors.New("parsing time \"" + whole + "\" as \"" + wholeLayout + "\": cannot parse \"" + value + "\" as \"" + what + "\"")
	}
	for {
		before, what, after := std(layout)
		if len(value) < len(before) || value[:len(before)] != before {
			return fail(before)
		}
		value = value[len(before):]
		layout = after
		if what == "" {
			break
		}
		ok := true
		switch what {
		case "2006":
			year, value, ok = number(value, 4)
		case "01", "1":
			month, value, ok = number(value, 2)
		case "02", "2", "_2":
			if value != "" && value[0] == ' ' {
				value = value[1:]
			}
			day, value, ok = number(value, 2)
		case "15", "03", "3":
			hour, value, ok = number(value, 2)
		case "04", "4":
			min, value, ok = number(value, 2)
		case "05", "5":
			sec, value, ok = number(value, 2)
			if ok && len(value) > 1 && value[0] == '.' && (layout == "" || layout[0] != '.') {
				rest := value[1:]
				n, r, _ := number(rest, 9)
				for k := len(rest) - len(r); k < 9; k++ {
					n *= 10
				}
				nsec, value = n, r
			}
		case "January", "Jan":
			ok = false
			for i, name := range months {
				if what == "Jan" {
					name = name[:3]
				}
				if len(value) >= len(name) && value[:len(name)] == name {
					month, value, ok = i+1, value[len(name):], true
					break
				}
			}
		case "Monday", "Mon":
			ok = false
			for _, name := range days {
				if what == "Mon" {
					name = name[:3]
				}
				if len(value) >= len(name) && value[:len(name)] == name {
					value, ok = value[len(name):], true
					break
				}
			}
		case "PM":
			ok = len(value) >= 2
			if ok {
				pm = value[:2] == "PM"
				value = value[2:]
			}
		case "MST":
			ok = len(value) >= 3
			if ok {
				value = value[3:]
			}
		case "Z07:00", "-07:00", "-0700":
			if value != "" && value[0] == 'Z' && what[0] == 'Z' {
				value = value[1:]
			} else if len(value) >= 5 {
				sign := 1
				if value[0] == '-' {
					sign = -1
				}
				var h, m int
				h, value, ok = number(value[1:], 2)
				if value != "" && value[0] == ':' {
					value = value[1:]
				}
				m, value, _ = number(value, 2)
				offset = sign * (h*3600 + m*60)
			} else {
				ok = false
			}
		}
		if !ok {
			return fail(what)
		}
	}
	if value != "" {
		return Time{}, errors.New("parsing time \"" + whole + "\": extra text: \"" + value + "\"")
	}
	if month < 1 || month > 12 {
		return Time{}, errors.New("parsing time \"" + whole + "\": month out of range")
	}
	if day < 1 || day > 31 {
		return Time{}, errors.New("parsing time \"" + whole + "\": day out of range")
	}
	if pm && hour < 12 {
		hour += 12
	}
	return Date(year, Month(month), day, hour, min, sec-offset, nsec, UTC), nil
}

type Timer struct {
	C  <-chan Time
	c  chan Time
	f  func()
	id int
	on bool
}

func (t *Timer) start(d Duration) {
	t.on = true
	t.id = startTimer(int64(d), func() {
		t.on = false
		if t.f != nil {
			t.f()
			return
		}
		select {
		case t.c <- Now():
		default:
		}
	})
}

func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, c: c}
	t.start(d)
	return t
}

func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{f: f}
	t.start(d)
	return t
}

func After(d Duration) <-chan Time { return NewTimer(d).C }

func (t *Timer) Stop() bool {
	was := t.on
	if was {
		stopTimer(t.id)
		t.on = false
	}
	return was
}

func (t *Timer) Reset(d Duration) bool {
	was := t.Stop()
	t.start(d)
	return was
}

type Ticker struct {
	C    <-chan Time
	c    chan Time
	d    Duration
	id   int
	done bool
}

func (t *Ticker) next() {
	t.id = startTimer(int64(t.d), func() {
		if t.done {
			return
		}
		t.next()
		select {
		case t.c <- Now():
		default:
		}
	})
}

func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c, c: c, d: d}
	t.next()
	return t
}

func Tick(d Duration) <-chan Time { return NewTicker(d).C }
func (t *Ticker) Stop() {
	t.done = true
	stopTimer(t.id)
}
func (t *Ticker) Reset(d Duration) {
	stopTimer(t.id)
	t.d = d
	t.done = false
	t.next()
}
