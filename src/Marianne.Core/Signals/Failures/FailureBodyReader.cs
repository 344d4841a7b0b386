using System.Globalization;
using System.Text.Json;

namespace Marianne.Signals;

/// <summary>Collects the facts of a failure from the JSON in which a service or a tool reports it.</summary>
/// <param name="facts">The facts, which are added to.</param>
/// <param name="now">The time at which it was reported.</param>
internal sealed class FailureBodyReader(FailureFacts facts, DateTimeOffset now)
{
    private const int Deepest = 8;

    /// <summary>Reads an object, an array of objects, or a message.</summary>
    /// <param name="value">The value.</param>
    public void Read(JsonElement value) => Read(value, 0);

    /// <summary>Adds a message. If it contains JSON, the facts in it count instead.</summary>
    /// <param name="message">The message.</param>
    public void AddMessage(string message) => AddMessage(message, 0);

    private void Read(JsonElement value, int depth)
    {
        if (depth > Deepest)
            return;

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                    ReadProperty(FailureCodes.Normalize(property.Name), property.Value, depth);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray().Take(20))
                    Read(item, depth + 1);
                break;
            case JsonValueKind.String:
                AddMessage(value.GetString()!, depth);
                break;
        }
    }

    private void ReadProperty(string key, JsonElement value, int depth)
    {
        switch (key)
        {
            case "message" or "msg" or "detail" or "errormessage" or "errordescription" or "title" or "error" or "errors":
                if (key == "error" && value.ValueKind == JsonValueKind.String)
                    AddCode(value.GetString()!);
                Read(value, depth + 1);
                break;
            case "data" or "details" or "innererror" or "violations" or "cause" or "metadata" or "quotasnapshots"
                or "premiuminteractions" or "response" or "parameters":
                if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    Read(value, depth + 1);
                break;
            case "responsebody" or "body":
                if (value.ValueKind == JsonValueKind.String)
                    ReadNested(value.GetString()!, depth);
                else
                    Read(value, depth + 1);
                break;
            case "code" or "type" or "status" or "errorcode" or "errortype" or "name" or "reason" or "quotaid" or "subtype"
                or "statuscode" or "httpstatus" or "errorstatus" or "apierrorstatus" or "notificationtype" or "exceptiontype":
                AddCode(value);
                break;
            case "responseheaders" or "headers":
                if (value.ValueKind == JsonValueKind.Object)
                    facts.Times.AddRange(HeaderTimes.Find(HeadersOf(value), now));
                break;
            default:
                if (HeaderTimes.OfKey(key, value, now) is { } time)
                    facts.Times.Add(time);
                break;
        }
    }

    /// <summary>Adds a code or a status.</summary>
    /// <param name="value">The value.</param>
    public void AddCode(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            AddCode(value.GetString()!);
        else if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number))
            AddStatus(number);
    }

    private void AddCode(string code)
    {
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            AddStatus(number);
        else if (code.Length is > 0 and < 120)
            facts.Codes.Add(FailureCodes.Normalize(code));
    }

    private void AddStatus(int number)
    {
        if (number is >= 400 and < 600)
            facts.Status = number;
    }

    private void AddMessage(string message, int depth)
    {
        if (depth > Deepest || string.IsNullOrWhiteSpace(message) || ReadNested(message, depth))
            return;
        facts.Messages.Add(message);
    }

    /// <summary>Reads the JSON in a text, and returns whether there is any.</summary>
    private bool ReadNested(string text, int depth)
    {
        bool isFound = false;
        if (!text.Contains('{', StringComparison.Ordinal))
            return false;

        foreach (OutputPart part in OutputSplitter.Split(text))
        {
            if (part.Json is { } json)
            {
                Read(json, depth + 1);
                isFound = true;
            }

            if (!string.IsNullOrWhiteSpace(part.Text) && isFound)
                facts.Messages.Add(part.Text);
        }

        return isFound;
    }

    private static List<KeyValuePair<string, string>> HeadersOf(JsonElement headers) =>
        [.. headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.ToString()))];
}
