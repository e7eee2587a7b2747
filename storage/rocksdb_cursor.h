// A walk over the rows of one family in ascending order, no step of which throws: each may open a table.
//
//   RowCursor at(db, family, {});
//   for (at.seek(from); at.valid(); at.next()) visit(at.key(), at.value());
//   if (!at.status().ok()) ...
//
// One thread.
#pragma once

#include <memory>
#include <string_view>

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>
#include <rocksdb/options.h>
#include <rocksdb/status.h>

#include "storage/rocksdb_fault.h"

namespace whistle::storage {

class RowCursor {
 public:
  // Database and family outlive it.
  RowCursor(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, const rocksdb::ReadOptions& options) {
    status_ = guarded([&] {
      at_.reset(db.NewIterator(options, family));
      return at_->status();
    });
  }

  // To the first row whose key is not before `from`.
  void seek(std::string_view from) {
    step([&] { at_->Seek(rocksdb::Slice(from.data(), from.size())); });
  }
  void seek_to_last() {
    step([&] { at_->SeekToLast(); });
  }
  void next() {
    step([&] { at_->Next(); });
  }
  // To the last row whose key is not after `from`.
  void seek_back(std::string_view from) {
    step([&] { at_->SeekForPrev(rocksdb::Slice(from.data(), from.size())); });
  }
  void previous() {
    step([&] { at_->Prev(); });
  }

  // Whether it stands at a row.
  [[nodiscard]] bool valid() const { return status_.ok() && at_->Valid(); }
  // Of that row, until the next step.
  [[nodiscard]] std::string_view key() const { return {at_->key().data(), at_->key().size()}; }
  [[nodiscard]] std::string_view value() const { return {at_->value().data(), at_->value().size()}; }
  // Not ok: the walk is over, because something could not be read.
  [[nodiscard]] const rocksdb::Status& status() const { return status_; }

 private:
  template <typename Move>
  void step(const Move& move) {
    if (!status_.ok()) return;
    status_ = guarded([&] {
      move();
      return at_->Valid() ? rocksdb::Status::OK() : at_->status();
    });
  }

  std::unique_ptr<rocksdb::Iterator> at_;
  rocksdb::Status status_;
};

}  // namespace whistle::storage
