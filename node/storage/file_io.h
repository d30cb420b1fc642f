// Small files that must be whole after any crash: keys and the guard.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "federation/base/result.h"

namespace candour::storage {

// The whole file. kNotFound when it does not exist; kFull beyond 1 MiB; else kUnavailable.
Result<std::string> ReadSmallFile(const std::string& path);

// Replaces the file by one with mode 0600 through a rename, with fsync of file and folder.
Status ReplaceFile(const std::string& path, std::string_view content);
// The same, for content that depends on the new file's inode.
Status ReplaceFile(const std::string& path, const std::function<std::string(uint64_t inode)>& make);

// Renames within one folder, replacing what has the new name, and syncs that folder.
Status RenameDurably(const std::string& from, const std::string& to);

// Makes one folder with mode 0700 unless it exists, and syncs its parent.
Status MakePrivateFolder(const std::string& path);

Status SyncFolder(const std::string& path);

// An Error that names the path and what the system said: "FILE: reason; next step".
Error FileError(const std::string& path, std::string_view doing, int system_error);

}  // namespace candour::storage
