namespace Marianne.Files;

/// <summary>Identifies the start of this machine.</summary>
public static class MachineBoot
{
    private const string LinuxFile = "/proc/sys/kernel/random/boot_id";

    private static readonly Lazy<string?> Read = new(() =>
    {
        try
        {
            return File.ReadAllText(LinuxFile).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });

    /// <summary>The id that the kernel chose for this start; <c>null</c> if there is none, as on other systems than Linux.</summary>
    public static string? Id => Read.Value;
}
