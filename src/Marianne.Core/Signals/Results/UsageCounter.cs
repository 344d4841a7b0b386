using System.Text.Json;
using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Adds up the usage that records report.</summary>
internal sealed class UsageCounter
{
    private readonly HashSet<string> _keys = [];
    private ReportedUsage? _last;
    private ReportedUsage? _sum;
    private ReportedUsage? _partial;
    private string? _model;

    /// <summary>The usage of all records, or <c>null</c> if there is none.</summary>
    public ReportedUsage? Total
    {
        get
        {
            ReportedUsage total = _last ?? _sum ?? _partial ?? new ReportedUsage();
            total = total with { Model = total.Model ?? _model };
            return total.IsEmpty ? null : total;
        }
    }

    /// <summary>Adds the usage of a record.</summary>
    /// <param name="found">The kind of record.</param>
    /// <param name="record">The record.</param>
    public void Add(RecordOptions found, JsonElement record)
    {
        _model = JsonPaths.Text(record, found.Model) is { } model && model != "auto" ? model : _model;
        foreach (UsageOptions fields in found.Usage)
        {
            if (Read(fields, record) is { } usage)
            {
                Add(fields, record, usage);
                return;
            }
        }
    }

    private void Add(UsageOptions fields, JsonElement record, ReportedUsage usage)
    {
        bool isNew = fields.Scope != UsageScope.Once || JsonPaths.Text(record, fields.Key) is not { } key || _keys.Add(key);
        if (fields.Scope == UsageScope.Last)
            _last = usage;
        else if (isNew && fields.IsPartial)
            _partial = _partial is null ? usage : _partial + usage;
        else if (isNew)
            _sum = _sum is null ? usage : _sum + usage;
    }

    private static ReportedUsage? Read(UsageOptions fields, JsonElement record)
    {
        (string? Name, JsonElement Value)[] parts = [.. Parts(fields.Each ?? "", record)];
        if (parts.Length == 0)
            return null;

        ReportedUsage usage = parts.Select(part => Of(fields, part.Value)).Aggregate(ReportedUsage.Add);
        usage = usage with
        {
            Cost = Amount(record, fields.Cost),
            Model = fields.NamesAreModels
                ? parts.MaxBy(part => Amount(part.Value, fields.Weight) ?? 0).Name
                : JsonPaths.First(record, fields.Model) is { ValueKind: JsonValueKind.Object } models
                    ? models.EnumerateObject().Select(property => property.Name).FirstOrDefault()
                    : null,
        };
        return usage.IsEmpty ? null : usage;
    }

    private static ReportedUsage Of(UsageOptions fields, JsonElement part)
    {
        long? input = Tokens(part, fields.Input);
        long? read = Tokens(part, fields.CacheRead);
        long? write = Tokens(part, fields.CacheWrite);
        long? output = fields.Output.Select(pointer => Tokens(part, [pointer]))
            .Aggregate((long?)null, (sum, count) => count is null ? sum : (sum ?? 0) + count);
        if (Tokens(part, fields.Total) is { } total && input is { } fresh && output is not null)
            output = Math.Max(output.Value, total - fresh - (read ?? 0) - (write ?? 0));
        if (fields.CacheIsInside && input is { } whole)
            input = Math.Max(0, whole - (read ?? 0) - (write ?? 0));
        bool isZero = fields.CacheDefaultsToZero && (input ?? output) is not null;
        return new ReportedUsage
        {
            InputTokens = input,
            OutputTokens = output,
            CacheReadTokens = read ?? (isZero ? 0 : null),
            CacheWriteTokens = write ?? (isZero ? 0 : null),
        };
    }

    private static IEnumerable<(string? Name, JsonElement Value)> Parts(string each, JsonElement record) =>
        each.EndsWith("/*", StringComparison.Ordinal)
            ? JsonPaths.Find(record, each[..^2])
                .Where(parent => parent.ValueKind == JsonValueKind.Object)
                .SelectMany(parent => parent.EnumerateObject().Select(item => ((string?)item.Name, item.Value)))
            : JsonPaths.Find(record, each).Where(value => value.ValueKind == JsonValueKind.Object).Select(value => ((string?)null, value));

    private static long? Tokens(JsonElement part, IReadOnlyList<string> pointers) =>
        JsonPaths.First(part, pointers) is { } value ? UsageNumber.Tokens(value) : null;

    private static decimal? Amount(JsonElement part, IReadOnlyList<string> pointers) =>
        JsonPaths.First(part, pointers) is { } value ? UsageNumber.Amount(value) : null;
}
