//! A table that is written cell by cell: what a template of plain columns gives, for lists that are long.
//!
//! Cells hold neither tabs nor ends of lines.

/// As wide as a column is at least, and the space after its widest cell: those of docker's tables.
const LEAST: usize = 10;
const PADDING: usize = 3;

pub struct Columns {
    text: String,
    /// Where each cell ends in the text, and how many characters it has, line after line.
    cells: Vec<(usize, usize)>,
    /// How many characters the widest cell of each column has.
    widest: Vec<usize>,
}

impl Columns {
    /// A table with its header.
    pub fn new(headings: &[&str]) -> Columns {
        let mut columns = Columns {
            text: String::new(),
            cells: Vec::new(),
            widest: vec![0; headings.len()],
        };
        for heading in headings {
            columns.cell(|text| text.push_str(heading));
        }
        columns
    }

    /// The next cell, left to right and line by line.
    pub fn cell(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let chars = self.text.get(start..).map_or(0, |cell| cell.chars().count());
        let column = self.cells.len() % self.widest.len().max(1);
        if let Some(widest) = self.widest.get_mut(column) {
            *widest = chars.max(*widest);
        }
        self.cells.push((self.text.len(), chars));
    }

    /// The whole text. The last cell of a line is not padded.
    pub fn finish(self) -> String {
        let widths: Vec<usize> = self.widest.iter().map(|chars| LEAST.max(chars + PADDING)).collect();
        let lines = self.cells.len() / widths.len().max(1);
        let mut out = String::with_capacity(lines.saturating_mul(widths.iter().sum::<usize>() + 1));
        let mut start = 0;
        for line in self.cells.chunks(widths.len().max(1)) {
            for (at, (end, chars)) in line.iter().enumerate() {
                out.push_str(self.text.get(start..*end).unwrap_or_default());
                start = *end;
                if at + 1 < line.len() {
                    let width = widths.get(at).copied().unwrap_or(0);
                    pad(&mut out, width.saturating_sub(*chars));
                }
            }
            out.push('\n');
        }
        out
    }
}

fn pad(out: &mut String, mut count: usize) {
    const SPACES: &str = "                                ";
    while count > 0 {
        let some = count.min(SPACES.len());
        out.push_str(SPACES.get(..some).unwrap_or_default());
        count -= some;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 3]]) -> String {
        let mut columns = Columns::new(&["ID", "NAME OF IT", "PORTS"]);
        for cell in rows.iter().flatten() {
            columns.cell(|text| text.push_str(cell));
        }
        columns.finish()
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        assert_eq!(table(&[]), "ID        NAME OF IT   PORTS\n");
        assert_eq!(
            table(&[["a-long-name", "é…", "x"], ["", "", ""]]),
            "ID            NAME OF IT   PORTS\na-long-name   é…           x\n                           \n"
        );
    }

    #[test]
    fn a_table_of_cells_is_the_one_that_its_text_gives() {
        let rows = [
            ["1", "a name of many more than thirty-two letters and signs", ""],
            ["", "", "80/tcp"],
        ];
        let text: String = rows.iter().map(|row| row.join("\t") + "\n").collect();
        assert_eq!(table(&rows), super::super::align(&format!("ID\tNAME OF IT\tPORTS\n{text}")));
    }
}
