export declare function installedChromium(): string | undefined
export declare function chromiumPath(): string | undefined
