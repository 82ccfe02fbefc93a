import { fstatSync, statSync, writeSync } from "node:fs";

/** What a command needs of a stream that it writes to. */
export interface OutputStream {
  readonly isTTY: boolean;
  /** Columns of the terminal; only where it is one. */
  readonly columns: number | undefined;
  write(text: string): void;
  /** Calls back when it turns out that nobody reads any more what is written to a pipe; missing where that is not known. */
  whenClosed?: (listener: () => void) => void;
}

/**
 * Standard output or standard error of this process. Node's own stream takes as long to make as a small file to lint,
 * and is not needed for files and pipes, which are written to directly; for all else it is made when it is asked for.
 */
export class StandardStream implements OutputStream {
  readonly #number: 1 | 2;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  #stream: NodeJS.WriteStream | null = null;
  #onClosed: () => void = () => undefined;
  #isDirect: boolean | undefined;

  constructor(number: 1 | 2, onError: (error: NodeJS.ErrnoException) => void) {
    this.#number = number;
    this.#onError = (error) => {
      onError(error);
      if (error.code === "EPIPE") this.#onClosed();
    };
  }

  whenClosed(listener: () => void): void {
    this.#onClosed = listener;
  }

  get isTTY(): boolean {
    return !this.#writesDirectly() && this.#nodeStream().isTTY;
  }

  get columns(): number | undefined {
    return this.#writesDirectly() ? undefined : this.#nodeStream().columns;
  }

  /** Whether all that was written has gone out, so that the process may end; Node's stream may still be at it. */
  get isDone(): boolean {
    return this.#stream === null;
  }

  write(text: string): void {
    if (!this.#writesDirectly()) {
      this.#nodeStream().write(text);
      return;
    }
    let bytes = Buffer.from(text);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#number, bytes));
    } catch (error) {
      // A full pipe that another process has set to not block: Node's stream waits for it.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") this.#onError(error as NodeJS.ErrnoException);
      else {
        this.#isDirect = false;
        this.#nodeStream().write(bytes);
      }
    }
  }

  #writesDirectly(): boolean {
    this.#isDirect ??= isFileOrPipe(this.#number);
    return this.#isDirect;
  }

  #nodeStream(): NodeJS.WriteStream {
    if (this.#stream === null) {
      this.#stream = this.#number === 1 ? process.stdout : process.stderr;
      this.#stream.on("error", this.#onError);
    }
    return this.#stream;
  }
}

/** On Windows a console is told from a file by Node alone. */
function isFileOrPipe(number: 1 | 2): boolean {
  if (process.platform === "win32") return false;
  try {
    const stats = fstatSync(number);
    return stats.isFile() || stats.isFIFO() || (stats.isCharacterDevice() && stats.rdev === statSync("/dev/null").rdev);
  } catch {
    // Not open, or no /dev: Node's stream knows what to do.
    return false;
  }
}
