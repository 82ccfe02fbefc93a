/** The file of `--cache` where no other is named. */
export const cacheFileName = ".compose-lintcache";
