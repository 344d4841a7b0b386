namespace Marianne.Jobs;

/// <summary>A file with the value of an output.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Hash">The SHA-256 of its content, as hexadecimal digits. A file with another hash is not read.</param>
public sealed record OutputFile(string Path, long Size, string Hash);
