using System.Globalization;
using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>Generates ids for jobs.</summary>
public static class JobIdGenerator
{
    private const int LongestName = 200;

    /// <summary>An odd step, so that the suffixes of a process repeat only after all 65,536.</summary>
    private const int Step = 40_503;

    private static int _suffix = RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);

    /// <summary>Creates an id from the job's name and the time, such as <c>nightly-20260301-070509-4f1c</c>.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="now">The current time.</param>
    public static string Create(string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(name);

        string stem = string.Concat(name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '-' : c).Take(LongestName));

        // Jobs with the same name may be created in the same second; the suffix distinguishes them. It is random between processes.
        string time = now.ToLocalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        ushort suffix = (ushort)Interlocked.Add(ref _suffix, Step);
        return string.Create(CultureInfo.InvariantCulture, $"{stem}-{time}-{suffix:x4}");
    }
}
