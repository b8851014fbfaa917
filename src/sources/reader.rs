//! A file or a stream, read as blocks of records.

use crate::codec::{Caps, Damage, Gunzip, Separator, Splitter, is_gzip, starts_envelope};
use crate::pipeline::Work;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes read at a time.
const STEP: usize = 64 << 10;

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// It cannot be opened or read, or is a folder.
pub fn open(path: &Path, separator: Separator, caps: &Caps) -> io::Result<Reader> {
    if path.as_os_str() == "-" {
        return Reader::new(Box::new(io::stdin().lock()), separator, caps);
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Reader::new(Box::new(file), separator, caps)
}

/// Reads an input to its end, whatever its form.
pub struct Reader {
    input: Input,
    splitter: Splitter,
    caps: Caps,
    ended: bool,
    packed: bool,
    /// A damage to report after what was good: whether it is in batch form, and the bytes that it takes along.
    damage: Option<(Damage, bool, u64)>,
}

enum Input {
    Plain(Box<dyn BufRead>),
    Packed(Box<Gunzip<Box<dyn BufRead>>>),
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("packed", &self.packed).finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader of `source`.
    ///
    /// # Errors
    /// Its first bytes cannot be read.
    pub fn new(source: Box<dyn Read>, separator: Separator, caps: &Caps) -> io::Result<Self> {
        let mut source: Box<dyn BufRead> = Box::new(BufReader::with_capacity(64 << 10, source));
        let mut head = source.fill_buf()?.to_vec();
        if head.len() == 1 {
            // A pipe may give one byte first.
            let mut one = [0];
            source.consume(1);
            let second = source.read(&mut one)?;
            head.extend_from_slice(one.get(..second).unwrap_or_default());
            source = Box::new(io::Cursor::new(head.clone()).chain(source));
        }
        let packed = is_gzip(&head);
        let mut reader = Self {
            input: if packed {
                Input::Packed(Box::new(Gunzip::new(source, caps)))
            } else {
                Input::Plain(source)
            },
            splitter: Splitter::new(separator, caps),
            caps: *caps,
            ended: false,
            packed,
            damage: None,
        };
        reader.read_documents()?;
        Ok(reader)
    }

    /// The next piece of work; `None` at the end.
    ///
    /// # Errors
    /// The source cannot be read further. What was read before has been given out, save a record that was cut.
    pub fn next_work(&mut self) -> io::Result<Option<Work>> {
        loop {
            if let Some(block) = self.splitter.next_block(self.ended) {
                return Ok(Some(Work::Block { block, pack: self.packed }));
            }
            if self.ended {
                return match self.damage.take() {
                    Some((Damage::Io(e), ..)) => Err(e),
                    Some((damage, batch, bytes)) => {
                        Ok(Some(Work::Damaged { reason: damage.name(), batch, bytes, pack: self.packed }))
                    }
                    None => Ok(None),
                };
            }
            self.read_step(STEP)?;
            self.cut(false);
        }
    }

    /// Reads a packed input that begins like a batch to its end: a batch goes on only if every checksum behind it
    /// holds.
    fn read_documents(&mut self) -> io::Result<()> {
        /// Enough to see the name of the first member.
        const HEAD: usize = 4 << 10;
        if !self.packed {
            return Ok(());
        }
        self.read_step(HEAD)?;
        let batch = starts_envelope(self.splitter.buffer());
        while batch && !self.ended {
            self.read_step(STEP)?;
            if self.splitter.buffer().len() > self.caps.document_bytes && !self.ended {
                self.fail(Damage::TooLarge);
            }
        }
        self.cut(batch);
        Ok(())
    }

    /// Takes away what a damage makes unfit to go on: all of a batch, or the line in which it happened. Whole lines
    /// before it are good.
    fn cut(&mut self, batch: bool) {
        let Some((damage, is_batch, bytes)) = &mut self.damage else { return };
        *is_batch = batch;
        if matches!(damage, Damage::TrailingGarbage) {
            // All before it is good; the stub gets a line of its own.
            let buffer = self.splitter.buffer();
            if !buffer.is_empty() && !buffer.ends_with(b"\n") {
                buffer.push(b'\n');
            }
        } else {
            *bytes = self.splitter.cut(batch) as u64;
        }
    }

    fn read_step(&mut self, step: usize) -> io::Result<()> {
        let buffer = self.splitter.buffer();
        // Grow by what is needed: doubling a document near its cap would double what the cap allows.
        if buffer.capacity() - buffer.len() < step {
            buffer.reserve_exact(step.max(buffer.len() / 4));
        }
        match &mut self.input {
            Input::Plain(source) => {
                let n = source.by_ref().take(step as u64).read_to_end(buffer)?;
                self.ended = n == 0;
            }
            Input::Packed(source) => match source.read_into(buffer, step) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(damage) => self.fail(damage),
            },
        }
        Ok(())
    }

    /// Ends the stream at a damage.
    fn fail(&mut self, damage: Damage) {
        self.ended = true;
        self.damage = Some((damage, false, 0));
    }
}
