# Scores from strangers: whatever they contain, a test or a plan of them ends soon, and without ending the process.

BeforeDiscovery {
    $data = '(', '@{a=', '@(', '- ', '!', ',', 'a=', '[int]', '1..', ')', '@', '9', 'a=1;', '$', '"$(', '"$a', 'trap{', '|a', '.a', '`', ',1',
    "using module a`n", "class a { }`n", 'configuration a { };', "@'`n", '<#', '-not '
    $files = @(
        foreach ($part in $data) {
            @{ File = 'inside.psd1'; Start = '@{ a = 1'; Part = $part }
            @{ File = 'only.psd1'; Start = ''; Part = $part }
        }
        foreach ($part in '[', '{', '- ', '? ', '"', '&a ', '*a ', '!x ', "---`n", "%TAG ! a`n", ': ', "- &a 1`n", "a: |`n") {
            @{ File = 'x.yaml'; Start = ''; Part = $part }
        }
        foreach ($part in '[', '{"a":', '"', '9', '//', '/*', '{"a":1},', '[],') {
            @{ File = 'x.json'; Start = ''; Part = $part }
        }
    )
    $values = @(
        foreach ($part in '(', '[a-z-[', '(?=', '((a+)+)+', 'a|', '(?<n>', '\p{L}', '(a){1000}', '(?(a)') {
            @{ Kind = 'pattern'; Part = $part; Size = 1MB }
            @{ Kind = 'pattern'; Part = $part; Size = 9000 }
            @{ Kind = 'limit'; Part = $part; Size = 1MB }
            @{ Kind = 'limit'; Part = $part; Size = 9000 }
        }
        @{ Kind = 'condition'; Part = ' '; Size = 1MB }
        @{ Kind = 'condition'; Part = ' '; Size = 9000 }
        foreach ($part in ')', '(', '!', '- ', '@{a=', "using module a`n", "class a { }`n") {
            @{ Kind = 'script'; Part = $part; Size = 200KB }
            @{ Kind = 'script'; Part = $part; Size = 12KB }
        }
        foreach ($part in '$(', '"$(', '${', '`', '{sheet_num}', "<<a`n", 'sh -c "') {
            @{ Kind = 'command'; Part = $part; Size = 1MB }
        }
        foreach ($part in '{workspace}', 'a/a.', 'a.', '../') {
            @{ Kind = 'prompt'; Part = $part; Size = 1MB }
        }
        foreach ($number in '1e999', '-1e999', '99999999999999999999999999999999', '0.1e-999', '1e308', '-0', '4.9e-324') {
            @{ Kind = 'number'; Part = $number; Size = $number.Length }
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory

    # Without the limits, such a score needs minutes, or ends the process.
    $limit = [timespan]::FromSeconds(60)

    function Get-Repeated([string] $Text, [int] $Size) {
        [Text.StringBuilder]::new().Insert(0, $Text, [int] [Math]::Max(1, $Size / $Text.Length)).ToString()
    }

    function New-Score([string] $Kind, [string] $Value) {
        $score = @{ name = 'x'; sheets = , @{ command = 'exit 0' } }
        switch ($Kind) {
            pattern { $score.validations = , @{ type = 'content_regex'; path = 'p'; pattern = $Value } }
            limit { $score.rate_limit = @{ detection_patterns = , $Value } }
            condition { $score.validations = , @{ type = 'file_exists'; path = 'p'; condition = $Value + 'x' } }
            script { $score.sheets = , @{ script = $Value } }
            command { $score.sheets = , @{ command = $Value + '{workspace}' } }
            prompt { $score.instrument = 'cat'; $score.sheets = , @{ prompt = $Value } }
            number { return "{`"name`":`"x`",`"sheets`":[{`"command`":`"a`",`"timeout_seconds`":$Value}],`"retry`":{`"max_retries`":$Value}}" }
        }
        $score | ConvertTo-Json -Depth 9 -Compress
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'A file <File> of many <Part>' -ForEach $files {
    It 'has a problem, which is found soon' {
        [IO.File]::WriteAllText("$TestDrive/$File", $Start + (Get-Repeated $Part 3MB))
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Test-MarianneScore "$TestDrive/$File" | Should -BeFalse
        $watch.Elapsed | Should -BeLessThan $limit
    }
}

Describe 'A score with a <Kind> of <Size> characters of <Part>' -ForEach $values {
    It 'is tested and planned, or has a problem, soon' {
        [IO.File]::WriteAllText("$TestDrive/value.json", (New-Score $Kind (Get-Repeated $Part $Size)))
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $isValid = Test-MarianneScore "$TestDrive/value.json"
        $plan = Invoke-MarianneJob "$TestDrive/value.json" -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure 6> $null
        $watch.Elapsed | Should -BeLessThan $limit
        $isValid | Should -BeOfType bool
        ($plan -or $failure) | Should -BeTrue
    }
}

Describe 'A changed data file' {
    # MARIANNE_FUZZ sets the number of changed files.
    It 'is valid or has problems' {
        $text = @'
@{
    name = 'nightly' # A comment.
    "workspace" = "./out"
    sheets = @(
        @{ name = 'first'; command = "echo `"é`" `$HOME"; environment = @{ LANG = 'C' } }
        @{ script = @"
Get-ChildItem | ForEach-Object { `$_.Name }
"@; timeout_seconds = 1.5 }, @{ command = ('a') }
    )
    retry = @{ max_retries = 2; jitter = $false; base_delay_seconds = 1kb }
    validations = @{ type = 'content_regex'; path = 'a'; pattern = '(x|y)*'; condition = 'sheet_num >= 2' },
    @{ type = 'file_exists'; path = @~
b
~@ } <# another #>
}
'@.Replace('~', "'")
        $tokens = '@{', '}', '@(', ')', '(', '$(', '"', "'", '`', "@'", "'@", '@"', '"@', '#', '<#', '#>', ';', ',', '=', '-', '..', '::', '[int]', '$null',
        '$x', '1e999', '0x', '9999999999999999999', '1tb', 'using module a', 'class a {', 'if(1){', '|', '&', "`0", "`u{2018}", "`u{201d}", "`n"
        $random = [Random]::new(7)
        $count = [int] ($env:MARIANNE_FUZZ ?? 400)
        $valid = 0
        for ($i = 0; $i -lt $count; $i++) {
            $changed = [Text.StringBuilder]::new($text)
            for ($changes = $random.Next(0, 5); $changes -gt 0; $changes--) {
                $at = $random.Next($changed.Length)
                if ($random.Next(3) -eq 0) {
                    $null = $changed.Remove($at, [Math]::Min($random.Next(1, 30), $changed.Length - $at))
                }
                else {
                    $null = $changed.Insert($at, $tokens[$random.Next($tokens.Count)])
                }
            }
            [IO.File]::WriteAllText("$TestDrive/fuzz.psd1", $changed)
            $problems = @(Test-MarianneScore "$TestDrive/fuzz.psd1" -Detailed -ErrorAction Stop)
            $valid += $problems.Count -eq 0
            $problems | ForEach-Object { $_.Message | Should -Not -BeNullOrEmpty }
        }
        $valid | Should -BeGreaterThan ($count / 10)
        $valid | Should -BeLessThan $count
    }
}
