//! The fake as a client sees it that is written by hand and knows nothing of it.

#[cfg(test)]
mod api;
#[cfg(test)]
mod client;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod finish;
#[cfg(test)]
mod images;
#[cfg(test)]
mod life;
#[cfg(test)]
mod others;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod upload;
