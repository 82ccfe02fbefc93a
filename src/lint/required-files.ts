import type { FileSystem } from "../compose/file-system.js";
import type { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { PlannedFile } from "../facts/profile-plan.js";
import type { RequiredFile } from "./lint-files.js";

/** The files that chosen fixes refer to. Until they are written they lie above the disk, where the next pass finds them. */
export class RequiredFiles {
  readonly #disk: FileSystem;
  readonly #overlay: OverlayFileSystem;
  readonly #files = new Map<string, RequiredFile & { neededBy: string[] }>();

  constructor(disk: FileSystem, overlay: OverlayFileSystem) {
    this.#disk = disk;
    this.#overlay = overlay;
  }

  /** Takes the file that a fix of `user` refers to. */
  add(planned: PlannedFile, user: string): void {
    const neededBy = [...new Set([...(this.#files.get(planned.path)?.neededBy ?? []), user])];
    const before = this.#disk.read(planned.path);
    const file = { path: planned.path, text: planned.text(), before: before.ok ? before.text : null, neededBy };
    this.#files.set(file.path, file);
    this.#overlay.set(file.path, file.text);
  }

  /** Takes a fix of `user` that names a file: the fix of another one may have asked for it, so that it is there by now. */
  addUser(path: string, user: string): void {
    const file = this.#files.get(path);
    if (file !== undefined && !file.neededBy.includes(user)) file.neededBy.push(user);
  }

  /** Leaves out what the fixes of `user` alone refer to. */
  takeBack(user: string): void {
    for (const [path, file] of this.#files) {
      file.neededBy = file.neededBy.filter((other) => other !== user);
      if (file.neededBy.length > 0) continue;
      this.#files.delete(path);
      this.#overlay.remove(path);
    }
  }

  all(): RequiredFile[] {
    return [...this.#files.values()];
  }
}
