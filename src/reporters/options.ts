/** How a report for people may look; nothing here changes what it says. */
export interface TextOptions {
  /** 0 no colour, 1 sixteen colours, 2 256 colours, 3 sixteen million. */
  readonly colorLevel: 0 | 1 | 2 | 3;
  /** False keeps to ASCII, for terminals and files of another encoding. */
  readonly unicode: boolean;
  /** Widest line in terminal cells. */
  readonly columns: number;
}

/** How a text looks in a file, whatever terminal the run was started from. */
export const IN_A_FILE: TextOptions = { colorLevel: 0, unicode: true, columns: 80 };
