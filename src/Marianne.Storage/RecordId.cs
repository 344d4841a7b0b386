using System.Buffers.Binary;

namespace Marianne.Storage;

/// <summary>
/// Creates the ids of records. They are UUIDs that begin with the time (version 7, with a part of a millisecond in place of random
/// bits), so records that are written together are neighbours in the index of the ids, and a transaction changes few of its pages.
/// </summary>
internal static class RecordId
{
    private const int TimeShift = 16;
    private const long Version = 0x7000;
    private const long PartsOfMillisecond = 0x1000;

    /// <summary>Creates an id.</summary>
    /// <param name="now">The current time.</param>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes);
        long part = now.Ticks % TimeSpan.TicksPerMillisecond * PartsOfMillisecond / TimeSpan.TicksPerMillisecond;
        BinaryPrimitives.WriteInt64BigEndian(bytes, (now.ToUnixTimeMilliseconds() << TimeShift) | Version | part);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
