// Space kept back on the store's disk: a file of zeros that is given up when the disk is full, so
// that a withdrawal can still be written and swept.
//
// Not thread-safe; the committing thread owns it.
#pragma once

#include <cstdint>
#include <string>

namespace candour::storage {

class DiskReserve {
 public:
  // `floor_bytes`: below this much free space the disk counts as full.
  DiskReserve(std::string path, uint64_t reserve_bytes, uint64_t floor_bytes);

  // Makes the file unless it stands already or there is not room for it and the floor. Failing is
  // no error: there is then no reserve until a later call.
  void Fill();
  // Gives the space up; nothing when there is none.
  void Release();

  bool filled() const { return filled_; }
  bool Low() const;  // Less than the floor is free, the reserve not counted.
  uint64_t FreeBytes() const;
  uint64_t floor_bytes() const { return floor_bytes_; }

 private:
  std::string path_;
  uint64_t reserve_bytes_;
  uint64_t floor_bytes_;
  bool filled_ = false;
};

}  // namespace candour::storage
