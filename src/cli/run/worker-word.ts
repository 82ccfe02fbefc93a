/** The first word of a program that is to run as a worker thread. No command line can hold it. */
export const WORKER_WORD = "\0worker";
