# The values of secrets are in nothing that a run leaves or shows, in no form: one sweep over streams, stores and exports.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'Sheets may.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester.')]
param()

BeforeDiscovery {
    $stores = @(
        @{ Kind = 'an SQLite store'; Path = 'state.db' }
        @{ Kind = 'a JSON store'; Path = 'jobs/' }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    $values = [ordered]@{
        SECRET_TOKEN = 'S3cr3tPl4inW0rd0001'
        SECRET_KEY = "-----BEGIN-----`nS3cr3tPemLineA0003`nS3cr3tPemLineB0003/+`n-----END-----`n"
        SECRET_LINES = "S3cr3tCrlfA0004`r`nS3cr3tCrlfB0004`r`n"
        SECRET_QUOTE = 'S3cr3t"quo\te''s0002'
        SECRET_UMLAUT = "S3cr3t`u{DC}ml`u{E4}ut`u{20AC}0005"
        SECRET_BLANK = '  S3cr3t $paces `0006  '
    }
    foreach ($name in $values.Keys) {
        [Environment]::SetEnvironmentVariable($name, $values[$name])
    }

    # A value in the forms in which other programs write it.
    function Get-Form([string] $Value) {
        $Value
        $Value.Trim()
        $Value -split '\r?\n' | ForEach-Object Trim | Where-Object Length -GE 8
        $json = [Text.Encodings.Web.JavaScriptEncoder]::Default.Encode($Value)
        $json
        (ConvertTo-Json $Value -Compress) -replace '^"|"$'
        [Text.Encodings.Web.JavaScriptEncoder]::Default.Encode($json)
        [uri]::EscapeDataString($Value)
        [regex]::Replace([uri]::EscapeDataString($Value), '%..', { "$args".ToLowerInvariant() })
        [Net.WebUtility]::UrlEncode($Value)
        [Net.WebUtility]::HtmlEncode($Value)
        $Value.Replace("'", "'\''")
        $Value.Replace("'", "''")
        [regex]::Escape($Value)
        foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
            $bytes = $encoding.GetBytes($Value)
            [Convert]::ToHexString($bytes)
            [Convert]::ToHexString($bytes).ToLowerInvariant()
            # Only the digits that the value alone determines.
            foreach ($before in 0..2) {
                $digits = [Convert]::ToBase64String([byte[]]::new($before) + $bytes)
                $first = [int][Math]::Ceiling($before * 8 / 6)
                $digits.Substring($first, [int][Math]::Floor(($before + $bytes.Length) * 8 / 6) - $first)
            }
        }
    }

    # What must not be found: every form, and every eight letters and digits that follow each other in a value.
    $needles = foreach ($value in $values.Values) {
        Get-Form $value
        foreach ($match in [regex]::Matches($value, '(?=([\p{L}\d]{8}))')) {
            $match.Groups[1].Value
        }
    }
    $needles = $needles | Where-Object { $_ -notmatch '^-+(BEGIN|END)-+$' } | Sort-Object -Unique -CaseSensitive

    # Also in a text that is wrapped.
    function Find-Secret([string] $Text) {
        $unwrapped = $Text -replace '\s'
        $needles | Where-Object {
            $Text.Contains($_, [StringComparison]::Ordinal) -or $unwrapped.Contains($_, [StringComparison]::Ordinal)
        }
    }

    # Finds secrets in the bytes of all files of a folder, also in those that are open.
    function Find-SecretInFile([string] $Folder) {
        foreach ($file in Get-ChildItem $Folder -Recurse -File -Force) {
            $stream = [IO.File]::Open($file.FullName, 'Open', 'Read', 'ReadWrite, Delete')
            $bytes = [byte[]]::new($stream.Length)
            $stream.ReadExactly($bytes)
            $stream.Dispose()
            foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
                Find-Secret $encoding.GetString($bytes) | ForEach-Object { "$($file.Name): $_" }
            }
        }
    }

    # Everything that objects say of themselves.
    function Get-AllText {
        $objects = @($input)
        $objects | ForEach-Object { "$_" }
        $objects | Format-List * -Force | Out-String -Width 4000
        $objects | Out-String -Width 80
        foreach ($item in $objects) {
            if ($item -is [Management.Automation.ErrorRecord]) {
                $item | Format-List * -Force | Out-String -Width 4000
                "$($item.Exception)$($item.ErrorDetails)$($item.TargetObject)$($item.InvocationInfo.PositionMessage)"
            } elseif ($item -isnot [Management.Automation.InformationalRecord]) {
                $item | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
            }
        }
    }

    $forms = foreach ($value in $values.Values) {
        Get-Form $value
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$value/$value"), 'InsertLineBreaks')
    }
    $allShell = ($values.Keys | ForEach-Object { "printf '%s|' `"`$$_`"" }) -join '; '
    $firstShell = 'printf %s "$SECRET_TOKEN"'

    function Get-LeakyScore([string] $Name) {
        $workspace = (New-Item "$TestDrive/work/$Name" -ItemType Directory -Force).FullName
        $forms -join "`n" | Set-Content "$workspace/forms.txt"
        $values.SECRET_TOKEN | Set-Content "$workspace/token.txt"
        @{
            name = $Name
            workspace = $workspace
            secrets = @($values.Keys)
            instrument = 'cat'
            sheets = @(
                @{ name = 'out'; command = $allShell }
                @{ name = 'err'; command = "{ $allShell; } >&2; exit 3" }
                @{ name = 'forms'; command = 'cat forms.txt; exit 4' }
                @{ name = 'cut'; command = "$firstShell; head -c 51190 /dev/zero | tr '\0' x; exit 5" }
                @{ name = 'unfinished'; command = 'printf "%.10s" "$SECRET_TOKEN"; exit 6' }
                @{ name = 'model'; command = 'printf ''{"marianne_usage":{"input_tokens":1,"output_tokens":1,"model":"%s"}}\n'' "$SECRET_TOKEN"' }
                @{ name = 'limit'; command = 'echo "rate limit exceeded for $SECRET_TOKEN, try again in 1 second"; [ -e limit ] || { touch limit; exit 1; }' }
                @{ name = 'checked'; command = 'true' }
                @{ name = 'asked'; prompt = 'Do it.' }
                @{
                    name = 'streams'
                    script = {
                        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
                        foreach ($variable in Get-ChildItem env:SECRET_*) {
                            $value = $variable.Value
                            Write-Host $value
                            Write-Host $value -NoNewline
                            Write-Warning $value
                            Write-Verbose $value
                            Write-Debug $value
                            Write-Information $value
                            Write-Progress $value -Status $value -CurrentOperation $value
                            Write-Error $value -TargetObject $value -ErrorAction Continue
                            [pscustomobject]@{ One = $value; Two = $value; Three = $value; Four = $value; Five = $value }
                            [pscustomobject]@{ One = $value } | Format-List
                            [pscustomobject]@{ One = $value; Two = $value } | ConvertTo-Json
                            [pscustomobject]@{ One = $value } | Export-Csv -Path "$Workspace/out.csv" -Append
                            Get-Content "$Workspace/out.csv"
                            [Net.WebUtility]::UrlEncode($value)
                        }
                    }.ToString()
                }
                @{ name = 'thrown'; script = 'throw "failed with $env:SECRET_TOKEN and $env:SECRET_QUOTE"' }
                @{ name = 'invoked'; script = 'Invoke-Expression "throw ''$($env:SECRET_TOKEN)''"' }
                @{ name = 'argument'; script = '[int]::Parse($env:SECRET_UMLAUT)' }
            )
            validations = @(
                @{ type = 'command_succeeds'; sheet = 8; retry_count = 0; command = "$firstShell; head -c 990 /dev/zero | tr '\0' x; exit 1" }
                @{ type = 'command_succeeds'; sheet = 8; retry_count = 0; command = 'cat forms.txt; exit 1' }
                @{ type = 'content_regex'; sheet = 8; path = 'token.txt'; pattern = '.{9}1' }
                @{ type = 'command_succeeds'; sheet = 9; retry_count = 0; command = 'cat forms.txt; exit 1' }
                @{ type = 'file_exists'; sheet = 9; retry_count = 0; path = 'forms.txt' }
                @{ type = 'file_exists'; sheet = 9; retry_count = 0; path = 'token.txt' }
            )
            parallel = @{ enabled = $true; max_concurrent = 3; fail_fast = $false }
            retry = @{ max_retries = 0; max_completion_attempts = 1; completion_delay_seconds = 0.1 }
            circuit_breaker = @{ failure_threshold = 50 }
        }
    }
}

AfterAll {
    foreach ($name in $values.Keys) {
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    Exit-TestSession
}

Describe 'The sweep itself' {
    It 'finds each form' {
        foreach ($form in $forms -notmatch '^-+(BEGIN|END)-+$') {
            Find-Secret $form | Should -Not -BeNullOrEmpty -Because $form
        }
    }
}

Describe 'A run leaves no secret in <Kind>' -Skip:$IsWindows -ForEach $stores {
    BeforeAll {
        $ErrorActionPreference = 'Continue'
        $folder = (New-Item "$TestDrive/$($Kind -replace '\W')" -ItemType Directory).FullName
        $null = Connect-Marianne "$folder/$Path" -LearningPath "$folder/learning.db"
        $score = Get-LeakyScore "leaky-$($Kind -replace '\W')"
        $null = Start-Transcript "$folder/transcript.txt"
        $streams = Invoke-MarianneJob -Score $score -PassThru -Verbose -Debug -ErrorVariable errors *>&1
        $streams | Out-Host
        $null = Stop-Transcript
        $job = Get-MarianneJob
    }

    AfterAll {
        Disconnect-Marianne
    }

    It 'though the sheets wrote them' {
        $job.Status | Should -Be Failed
        ($job | Get-MarianneSheet).Status | Sort-Object -Unique | Should -Be Completed, Failed
        ($job | Get-MarianneExecution | Where-Object SheetNumber -EQ 1).Output | Should -BeLike '*`*`*`*|`*`*`*|*'
        ($job | Get-MarianneSheet -Number 11).ErrorMessage | Should -BeLike 'failed with `*`*`* and `*`*`**'
        ($job | Get-MarianneExecution -SheetNumber 9).Count | Should -BeGreaterThan 1
    }

    It 'in its streams and errors' {
        $streams | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Should -Not -BeNullOrEmpty
        $errors | Should -Not -BeNullOrEmpty
        Find-Secret ($streams + $errors | Get-AllText | Out-String -Width 10000) | Should -BeNullOrEmpty
    }

    It 'in its objects' {
        $objects = @(
            $job
            $job | Get-MarianneSheet
            ($job | Get-MarianneSheet).ValidationDetails
            ($job | Get-MarianneSheet).Measures
            $job | Get-MarianneExecution
            $job | Import-ExecutionHistory
            $job | Import-ExecutionHistory | Get-ExecutionStep
            $job | Measure-MarianneJob
            Get-LearnedOutcome
            Get-LearnedRateLimit
            Get-LearnedRecovery
            Get-MarianneCircuitBreaker
        )
        Find-Secret ($objects | Get-AllText | Out-String -Width 10000) | Should -BeNullOrEmpty
        Find-Secret ($job | Import-ExecutionHistory | Get-ExecutionStep -Tree | Out-String -Width 10000) | Should -BeNullOrEmpty
    }

    It 'in its files, exports and the transcript' {
        $job | Import-ExecutionHistory | Export-ExecutionHistory "$folder/history.json"
        $job | Get-MarianneExecution | Export-Csv "$folder/attempts.csv"
        $job | Export-Clixml "$folder/job.xml" -Depth 5
        (Get-ChildItem $folder -Recurse -File).Count | Should -BeGreaterThan 5
        Find-SecretInFile $folder | Should -BeNullOrEmpty
    }

    It 'in a background job' {
        Remove-Item "$($score.workspace)/limit" -ErrorAction Ignore
        $background = Invoke-MarianneJob -Score $score -Restart -AsJob -PassThru -Verbose
        $received = $background | Wait-Job | Receive-Job -Verbose -ErrorVariable failed *>&1
        $background | Remove-Job
        $failed | Should -Not -BeNullOrEmpty
        Find-Secret ($received + $failed | Get-AllText | Out-String -Width 10000) | Should -BeNullOrEmpty
        Find-SecretInFile $folder | Should -BeNullOrEmpty
    }
}

Describe 'The worker leaves no secret' -Skip:$IsWindows {
    It 'in its output and its files' {
        $worker = Find-Worker
        $folder = (New-Item "$TestDrive/worker" -ItemType Directory).FullName
        $score = Get-LeakyScore leaky-worker
        $score.sheets = @($score.sheets | Where-Object { -not $_.script }) # The worker runs no scripts.
        $score.Remove('circuit_breaker')
        $score | ConvertTo-Json -Depth 9 | Set-Content "$TestDrive/leaky.json"
        foreach ($arguments in @(), @('--verbose')) {
            $output = dotnet $worker run "$TestDrive/leaky.json" --store "$folder/jobs/" --learning "$folder/learning.db" --restart @arguments 2>&1 |
                Out-String -Width 10000
            $output | Should -Match 'failed'
            Find-Secret $output | Should -BeNullOrEmpty
        }
        Find-SecretInFile $folder | Should -BeNullOrEmpty
    }
}
