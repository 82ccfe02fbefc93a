// Made by tools/joiner-scripts.ts from Unicode 14.0.0; what the sets are is told there.

/** What ZWNJ and ZWJ act on in a script: ranges of code points in hexadecimal. */
export interface JoinerScript {
  script: string;
  /** Letters that join the one behind them. */
  left?: string;
  /** Letters that join the one before them. */
  right?: string;
  virama?: string;
}

export const joinerScripts: readonly JoinerScript[] = [
  { script: "Adlam", left: "1e900-1e943", right: "1e900-1e943" },
  { script: "Arabic", left: "620 626 628 62a-62e 633-63f 641-647 649-64a 66e-66f 678-687 69a-6bf 6c1-6c2 6cc 6ce 6d0-6d1 6fa-6fc 6ff 750-758 75c-76a 76d-770 772 775-777 77a-77f 886 889-88d 8a0-8a9 8af-8b0 8b3-8b8 8ba-8c8", right: "620 622-63f 641-64a 66e-66f 671-673 675-6d3 6d5 6ee-6ef 6fa-6fc 6ff 750-77f 870-882 886 889-88e 8a0-8ac 8ae-8c8" },
  { script: "Balinese", virama: "1b44" },
  { script: "Batak", virama: "1bf2-1bf3" },
  { script: "Bengali", virama: "9cd" },
  { script: "Chakma", virama: "11133-11134" },
  { script: "Devanagari", virama: "94d" },
  { script: "Gujarati", virama: "acd" },
  { script: "Gurmukhi", virama: "a4d" },
  { script: "Hanifi_Rohingya", left: "10d00-10d21 10d23", right: "10d01-10d23" },
  { script: "Javanese", virama: "a9c0" },
  { script: "Kannada", virama: "ccd" },
  { script: "Khmer", virama: "17d2" },
  { script: "Lao", virama: "eba" },
  { script: "Malayalam", virama: "d3b-d3c d4d" },
  { script: "Mandaic", left: "841-845 848 84a-853 855", right: "840-858" },
  { script: "Meetei_Mayek", virama: "aaf6 abed" },
  { script: "Myanmar", virama: "1039-103a" },
  { script: "Newa", virama: "11442" },
  { script: "Nko", left: "7ca-7ea", right: "7ca-7ea" },
  { script: "Oriya", virama: "b4d" },
  { script: "Saurashtra", virama: "a8c4" },
  { script: "Sinhala", virama: "dca" },
  { script: "Sundanese", virama: "1baa-1bab" },
  { script: "Syloti_Nagri", virama: "a806 a82c" },
  { script: "Syriac", left: "712-714 71a-71d 71f-727 729 72b 72d-72e 74e-74f 860 862-865 868", right: "710 712-72f 74d-74f 860 862-865 867-86a" },
  { script: "Tai_Tham", virama: "1a60" },
  { script: "Tamil", virama: "bcd" },
  { script: "Telugu", virama: "c4d" },
  { script: "Thai", virama: "e3a" },
  { script: "Tibetan", virama: "f84" },
];
