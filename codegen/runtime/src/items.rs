//! The items of a list that comes in pages.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::BoxFuture;
use crate::error::Error;
use crate::operation::Operation;
use crate::reply::Reply;

/// How many full pages in a row may hold nothing new, and how many entries: a page may be small.
const BARREN_PAGES: u32 = 2;
const BARREN_ENTRIES: u64 = 20;

type Page<T> = BoxFuture<Result<Reply<Vec<T>>, Error>>;

/// The items of a list, one by one; the next page is asked for when it is needed.
///
/// A [`Stream`]; [`next_item`](Self::next_item) is the same without a stream's extension trait. It
/// ends after a page that is shorter than what was asked for. An error ends it too:
/// [`offset`](Self::offset) says where to go on.
///
/// Pages are numbered by offset, so they shift when the list changes in between. An item that comes
/// again, because others were added in front of it, is left out. An item that moves to a page that
/// was read already, because others in front of it were removed, is missed.
///
/// What tells items apart, such as their ids, is kept until the end. Each page is a call of its own. Dropping the stream stops the call that is under way.
#[must_use = "a stream asks for nothing until it is polled"]
pub struct Items<T> {
    operation: &'static Operation,
    ask: Box<dyn FnMut(u64) -> Page<T> + Send>,
    key: fn(&T) -> String,
    size: u64,
    offset: u64,
    page: vec::IntoIter<T>,
    asked: Option<Page<T>>,
    seen: HashSet<String>,
    /// Where the last item that was new stood.
    fresh: u64,
    /// How many pages have been read since.
    barren: u32,
    is_last: bool,
}

impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    /// The items from `offset` on, in pages of `size`, told apart by `key`.
    pub fn new<F>(
        operation: &'static Operation,
        size: u64,
        offset: u64,
        key: fn(&T) -> String,
        mut ask: impl FnMut(u64) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Reply<Vec<T>>, Error>> + Send + 'static,
    {
        Self {
            operation,
            ask: Box::new(move |offset| Box::pin(ask(offset))),
            key,
            size,
            offset,
            page: Vec::new().into_iter(),
            asked: None,
            seen: HashSet::new(),
            fresh: offset,
            barren: 0,
            is_last: false,
        }
    }

    /// How many entries of the list are behind: the offset at which another stream goes on after an
    /// error.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The next item, or `None` after the last.
    pub async fn next_item(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// The next item of the page that has come, unless it was there before.
    fn take(&mut self) -> Option<T> {
        for item in self.page.by_ref() {
            self.offset = self.offset.saturating_add(1);
            if self.seen.insert((self.key)(&item)) {
                (self.fresh, self.barren) = (self.offset, 0);
                return Some(item);
            }
        }
        None
    }

    /// Whether the service sends what it has sent before, without an end.
    fn is_stuck(&self) -> bool {
        let entries = self.offset.saturating_sub(self.fresh);
        self.barren >= BARREN_PAGES && entries >= BARREN_ENTRIES
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.take() {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.is_last {
                return Poll::Ready(None);
            }
            if this.asked.is_none() && this.is_stuck() {
                this.is_last = true;
                let error = Error::same_pages(this.operation.id, this.offset);
                return Poll::Ready(Some(Err(error)));
            }
            let asked = this.asked.get_or_insert_with(|| (this.ask)(this.offset));
            let answer = ready!(asked.as_mut().poll(context));
            this.asked = None;
            match answer {
                Ok(page) => {
                    let page = page.into_inner();
                    let length = u64::try_from(page.len()).unwrap_or(u64::MAX);
                    this.is_last = page.is_empty() || length < this.size;
                    this.page = page.into_iter();
                    this.barren = this.barren.saturating_add(1);
                }
                Err(error) => {
                    this.is_last = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &self.operation.id)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
