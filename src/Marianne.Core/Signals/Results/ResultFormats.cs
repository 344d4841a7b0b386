using System.Text.Json;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Determines in which format an attempt reports its result.</summary>
internal static class ResultFormats
{
    /// <summary>The number of records at each end by which a format is recognized.</summary>
    private const int MostRecords = 40;

    /// <summary>
    /// Returns the profile whose result has the format of records, or that of any command, which reads the bodies of HTTP
    /// responses.
    /// </summary>
    /// <param name="instrument">The profile of the instrument, or <c>null</c>.</param>
    /// <param name="records">The records.</param>
    public static InstrumentOptions Choose(InstrumentOptions? instrument, IReadOnlyList<JsonElement> records)
    {
        if (records.Count > 2 * MostRecords)
            records = [.. records.Take(MostRecords), .. records.TakeLast(MostRecords)];
        InstrumentOptions? own = instrument?.Result.Format is null ? null : instrument;
        return own is not null && (records.Count == 0 || own.Result.Marks.Count == 0 || IsWrittenIn(own, records)) ? own
            : BuiltInInstruments.All.Values.FirstOrDefault(profile => IsWrittenIn(profile, records))
                ?? own
                ?? BuiltInInstruments.All[BuiltInInstruments.Shell];
    }

    private static bool IsWrittenIn(InstrumentOptions profile, IReadOnlyList<JsonElement> records) =>
        records.Any(record => profile.Result.Marks.Any(mark => RecordPattern.Matches(mark.When, record)));
}
