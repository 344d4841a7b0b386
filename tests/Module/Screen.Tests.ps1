# Text that could control a terminal never reaches it: in every view of every type, and in every stream.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Marianne.psd1"
    $written = (Get-Command -Module Marianne -CommandType Cmdlet).OutputType.Type.FullName -like 'Marianne.*'
    $viewed = (Get-FormatData -TypeName Marianne.*).TypeNames
    $types = $written + $viewed | Sort-Object -Unique | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $hostile = "H`e]0;OUT`a`e[2J`e[35;4mred$([char]0x9b)31m`b`u{202E}`u{2066}`u{200B}`0`u{FEFF}`u{2028}`r`u{85}`u{E0041}`u{7F}T"
    $jobs = "j`u{202E}`u{200B}`u{2066}`u{FEFF}" # An id can have no control characters.

    # Everything but line breaks and colors.
    function Get-Unsafe([string] $Text) {
        $plain = $Text -replace '\r\n', "`n" -replace '\e\[[\d;]*m'
        [regex]::Matches($plain, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\n]]') | ForEach-Object { 'U+{0:X4}' -f [int] $_.Value[0] } | Sort-Object -Unique
    }

    # Objects as from a file that somebody manipulated: all texts are hostile, also the words of statuses.
    function ConvertTo-Hostile($Object) {
        $encoded = [regex]::Replace($hostile, '[\p{Cc}]', { '_x{0:X4}_' -f [int] $args[0].Value[0] })
        $xml = [Management.Automation.PSSerializer]::Serialize($Object, 8)
        $xml = [regex]::Replace($xml, '(?s)(<S(?: N="[^"]*")?>|<ToString>).*?(</S>|</ToString>)', { $args[0].Groups[1].Value + $encoded + $args[0].Groups[2].Value })
        [Management.Automation.PSSerializer]::Deserialize($xml)
    }

    # Determines whether other objects have the same instance, such as the measures of a sheet without any.
    function Test-Shared($Object) {
        $Object.GetType().GetProperties('Static, Public, NonPublic').Where{
            $_.PropertyType -eq $Object.GetType() -and [object]::ReferenceEquals($_.GetValue($null), $Object)
        }.Count -gt 0
    }

    # Makes all texts of an object hostile, also those that only a store can set.
    function Set-Hostile($Object, $Seen = [Collections.Generic.HashSet[object]]::new([Collections.Generic.ReferenceEqualityComparer]::Instance)) {
        if ($null -eq $Object -or $Object.GetType().IsValueType -or -not $Seen.Add($Object) -or (Test-Shared $Object)) {
            return
        }

        for ($type = $Object.GetType(); $type.Namespace -like 'Marianne*'; $type = $type.BaseType) {
            foreach ($field in $type.GetFields('Instance, Public, NonPublic, DeclaredOnly')) {
                $value = $field.GetValue($Object)
                if ($field.FieldType -eq [string]) {
                    $field.SetValue($Object, $field.Name -match 'Snapshot|OutcomeData' ? "{`"a`":`"$jobs`"}" : $hostile)
                } elseif ($field.FieldType -eq [System.Collections.Generic.IReadOnlyList[string]]) {
                    $field.SetValue($Object, [string[]] ($hostile, $hostile))
                } elseif ($field.FieldType -eq [object] -and $value -is [string]) {
                    $field.SetValue($Object, $hostile)
                } elseif ($value -is [System.Collections.IEnumerable] -and $value -isnot [string]) {
                    foreach ($item in $value) {
                        Set-Hostile $item $Seen
                    }
                } elseif ($field.FieldType.Namespace -like 'Marianne*') {
                    Set-Hostile $value $Seen
                }
            }
        }
    }

    # One object at least of every type that has a view.
    function New-Sample {
        $score = @{
            name = 'sample'; description = 'd'; instrument = 'cat'
            sheets = @{ name = 'first'; command = 'exit 3'; environment = @{ A = '1' } }, @{ prompt = 'p' }, @{ script = '1' }
            retry = @{ max_retries = 0 }; workspace = "$TestDrive"
        } | Import-MarianneScore
        $score
        $score.Sheets
        @{ name = 'invalid'; k = 1; sheets = @() } | Test-MarianneScore -Detailed
        $plan = $score | Invoke-MarianneJob -WhatIf
        $plan
        $plan.Sheets
        $score | Invoke-MarianneJob -PassThru -ErrorAction Ignore
        Get-MarianneJob -Name sample | Get-MarianneSheet
        Get-MarianneExecution
        Invoke-MarianneJob -Name passing -Workspace "$TestDrive" -Sheet { Write-MarianneOutput text 'a text' } | Get-MarianneOutput
        New-AskingJob $TestDrive @{ message = 'Go?'; show = , 'a.md' } | Get-MarianneApproval
        Get-MarianneJob -Name sample | Measure-MarianneJob
        Connect-Marianne -Path "$TestDrive/other.db" -NoDefault
        $run = Get-MarianneJob -Name sample
        $store = Connect-Marianne (Get-MarianneStore).Path -LearningPath "$TestDrive/$(New-Guid).db" -NoDefault
        $run | Repair-MarianneJob -Detailed -Store $store -WarningAction Ignore

        Get-MarianneInstrument claude
        Test-MarianneInstrument claude -Output 'Session limit reached' -ExitCode 1
        [Marianne.Jobs.SheetMeasures] @{ ErrorCode = 'E101'; ErrorCodes = [string[]] 'E101'; Model = 'm'; LimitId = 'l'; SessionId = 's' }
        [Marianne.Jobs.ValidationDetail] @{ RuleType = 'r'; Description = 'd'; Path = 'p'; ErrorMessage = 'e'; FailureReason = 'f' }
        $process = [Marianne.Jobs.RunnerProcess]::new(1, 'host', 'mark')
        $process
        1 | Invoke-MarianneJob -Name items -ForEach { $_ } -PassThru -Restart | Select-Object -First 1
        [Marianne.Jobs.Worker]::new('w', $process, [datetimeoffset] '2026-01-05')
        $holder = [Marianne.Learning.SlotHolder] @{ Token = 't'; JobId = 'j'; Number = 1; Process = $process }
        $holder
        [Marianne.Learning.SheetLimit] @{ Name = 'n'; Concurrent = 2; Slots = [Marianne.Learning.SlotHolder[]] $holder }
        [Marianne.Jobs.UnreadableValue]::new('c', 'r', 'w')

        $history = New-SampleHistory
        $history | Add-ExecutionStep used -Data @{ a = 'text' } |
            Set-ExecutionStep -Status Completed -Arc a -ResourceUsage @{ cpu = @{ duration = 2 } } -Metric @{ n = 'text' }
        $history | Measure-ExecutionHistory
        $history | Get-ExecutionStep
        $history

        Get-LearnedOutcome
        Measure-LearnedOutcome
        Add-LearnedRecovery E101 5 $true -Model m -Incident i -Since '2026-01-05' -Hint 6 -Service s -PassThru
        Get-LearnedWaitTime E101 -StaticDelay 5 -Model m
        Get-LearnedWaitTime E101 -StaticDelay 5 -Model m -Since '2026-01-06' -Hint 6
        Get-LearnedWaitTime E101 -Curve | Select-Object -First 2
        Get-LearnedExecutionWindow E101 -Model m
        Add-LearnedRateLimit E101 60 -Model m -PassThru
        Clear-MarianneHistory -OlderThan 3650d -Confirm:$false -PassThru
        Get-MarianneRetention
        Set-WorkspaceCluster $TestDrive cluster
        Get-WorkspaceCluster $TestDrive
        Set-MarianneCircuitBreaker agent Closed -Force
        Get-MarianneCircuitBreaker

        $damaged = Connect-Marianne "$TestDrive/damaged/" -NoDefault
        $null = New-MarianneJob -Id "intact-$(New-Guid)" -TotalSheets 1 -Store $damaged
        Set-Content "$TestDrive/damaged/broken.json" '{'
        $report = Repair-MarianneStore "$TestDrive/damaged/"
        $report
        $report.Damages
    }

    $ordinary = @(New-Sample 6> $null)
    $samples = @(New-Sample 6> $null)
    $foreign = @($samples.Where{ $_.GetType().FullName -like 'Marianne.*' } | ForEach-Object { ConvertTo-Hostile $_ })

    # Renders an object in one of its views.
    function Get-View($Object, $View, [int] $Width) {
        $shown = switch ($View.Control) {
            { $_ -is [Management.Automation.TableControl] } { $Object | Format-Table -View $View.Name }
            { $_ -is [Management.Automation.ListControl] } { $Object | Format-List -View $View.Name }
            default { $Object | Format-Custom -View $View.Name }
        }
        $shown | Out-String -Width $Width
    }

    function Assert-SafeView($Objects, [string] $Name, [switch] $Live) {
        $formats = (Get-FormatData -TypeName $Name).FormatViewDefinition
        $formats | Should -Not -BeNullOrEmpty -Because "$Name has a view"
        $all = foreach ($object in $Objects) {
            foreach ($format in $formats) {
                foreach ($width in 80, 120) {
                    $text = Get-View -Object $object -View $format -Width $width
                    Get-Unsafe $text | Should -BeNullOrEmpty -Because "of $text"
                    $text
                }
            }

            $text = $object | Out-String -Width 120
            Get-Unsafe $text | Should -BeNullOrEmpty -Because "of $text"
            # PowerShell shows objects that follow objects of another type without their views.
            if ($Live) {
                $text = [pscustomobject] @{ First = 1 }, $object | Out-String -Width 120
                Get-Unsafe $text | Should -BeNullOrEmpty -Because "of $text, after an object of another type"
            }
        }

        if ($Name -ne 'Marianne.Jobs.Execution') {
            -join $all | Should -Not -Match '\e\[35;4m' -Because 'only the output of an attempt keeps its colors'
        }

        -join $all
    }

    $PSStyle.OutputRendering = 'Ansi'
}

AfterAll {
    Exit-TestSession
}

Describe 'The views of <Name>' -ForEach $types {
    It 'show no special characters of objects from a file' {
        $objects = $foreign.Where{ $_.PSObject.TypeNames[0] -eq "Deserialized.$Name" }
        $objects | Should -Not -BeNullOrEmpty -Because 'every type has a sample'
        $text = Assert-SafeView $objects $Name
        # These have only numbers.
        if ($Name -notin 'Marianne.Learning.LearningStatistics', 'Marianne.Waits.RecoveryCurvePoint', 'Marianne.Jobs.RetentionRule') {
            $text | Should -Match ([regex]::Escape('H\u{1B}]0;OUT\u{7}'))
        }
    }

    It 'show no special characters of live objects' {
        $objects = $samples.Where{ $_.GetType().FullName -eq $Name }
        $objects | Should -Not -BeNullOrEmpty -Because 'every type has a sample'
        foreach ($object in $objects) {
            Set-Hostile $object
        }

        $null = Assert-SafeView $objects $Name -Live
    }
}

Describe 'The default properties of <Name>' -ForEach $types {
    It 'hide no property' {
        $type = $samples.Where({ $_.GetType().FullName -eq $Name }, 'First')[0].GetType()
        $hidden = (Get-TypeData $Name).Members.Values.Where{ $_.IsHidden }.Name
        $type.GetProperties().Name | Where-Object { $_ -in $hidden } | Should -BeNullOrEmpty
    }
}

Describe 'The streams' {
    BeforeAll {
        # Without carriage return and line separator, so that messages stay in one line.
        $text = "H`e]0;OUT`a`e[2J$([char]0x9b)31m`b`u{202E}`u{2066}`u{200B}`u{FEFF}T"
        $score = @{
            name = $text; workspace = "$TestDrive/ws"; description = $text; retry = @{ max_retries = 0 }
            sheets = , @{ name = $text; script = "Write-Output '$text'; Write-Warning '$text'; throw '$text'" }
        }

        # What PowerShell shows of all records of a command.
        function Get-Shown([scriptblock] $Command) {
            $records = & $Command *>&1
            $records | Should -Not -BeNullOrEmpty
            $messages = foreach ($record in $records) {
                if ($record -is [Management.Automation.InformationalRecord]) {
                    $record.Message
                } elseif ($record.Exception -is [Marianne.MarianneException]) {
                    $record.Exception.Message, $record.CategoryInfo.TargetName, "$($record.CategoryInfo)"
                }
            }
            ($records | Out-String -Width 120) + ($messages -join "`n")
        }
    }

    It 'have no special characters: <Name>' -ForEach @(
        @{ Name = 'a run with all streams'; Command = { Invoke-MarianneJob -Score $score -Verbose -Debug -Event -ErrorAction Continue } }
        @{ Name = 'an invalid score'; Command = { @{ name = 'x'; $text = 1; sheets = @($text) } | Import-MarianneScore -ErrorAction Continue } }
        @{ Name = 'the problems of a score'; Command = { @{ name = 'x'; $text = 1; sheets = @($text) } | Test-MarianneScore -Detailed -Verbose } }
        @{ Name = 'an unknown job'; Command = { Get-MarianneJob $text -ErrorAction Continue } }
        @{ Name = 'an invalid pattern'; Command = { Get-MarianneSheet "$jobs[" -ErrorAction Continue } }
        @{ Name = 'an invalid id'; Command = { New-MarianneJob -Id $text -TotalSheets 1 -ErrorAction Continue } }
        @{ Name = 'a missing file'; Command = { Invoke-MarianneJob "./$($text -replace '\[').yaml" -ErrorAction Continue } }
        @{ Name = 'an unknown sheet'; Command = { Set-MarianneSheet $jobs 7 Completed -ErrorAction Continue } }
        @{ Name = 'an unknown step'; Command = { New-ExecutionHistory $text | Get-ExecutionStep -Id $text -ErrorAction Continue } }
        @{ Name = 'a tree'; Command = { $h = New-ExecutionHistory $text; $null = $h | Add-ExecutionStep $text; $h | Get-ExecutionStep -Tree } }
        @{ Name = 'a circuit breaker'; Command = { Reset-MarianneCircuitBreaker $jobs -ErrorAction Continue } }
        @{ Name = 'an object without a circuit breaker'; Command = { [Text.StringBuilder]::new($text) | Get-MarianneCircuitBreaker -ErrorAction Continue } }
        @{ Name = 'an object without a limit'; Command = { [Text.StringBuilder]::new($text) | Get-MarianneLimit -ErrorAction Continue } }
        @{ Name = 'an invalid value'; Command = { [pscustomobject] @{ JobId = 'a'; SheetNumber = $text; AttemptNumber = 1 } | Add-MarianneExecution -ErrorAction Continue } }
    ) {
        Get-Unsafe (Get-Shown $Command) | Should -BeNullOrEmpty
    }

    It 'have no special characters: a path without a store' {
        $failure = { Disconnect-Marianne "./$($text -replace '\[')" } | Should -Throw -PassThru
        Get-Unsafe "$failure" | Should -BeNullOrEmpty
    }

    It 'have no special characters: what-if' {
        $null = New-MarianneJob -Id $jobs -Name $text -TotalSheets 1
        Start-Transcript "$TestDrive/whatif.txt" | Out-Null
        try {
            Invoke-MarianneJob -Score $score -WhatIf | Out-Null
            Remove-MarianneJob $jobs -WhatIf
            Set-MarianneSheet $jobs 1 InProgress -WhatIf
            $jobs | Suspend-MarianneJob -WhatIf
            Set-MarianneCircuitBreaker ($text -replace '\p{C}') Open -Force -WhatIf
            New-MarianneScore -Path "$TestDrive/$jobs.yaml" -Name $text -Sheet 'exit 0' -WhatIf
        } finally {
            Stop-Transcript | Out-Null
        }

        $lines = Get-Content "$TestDrive/whatif.txt" | Where-Object { $_ -like 'What if:*' }
        $lines.Count | Should -BeGreaterOrEqual 6
        Get-Unsafe ($lines -join "`n") | Should -BeNullOrEmpty
    }

    It 'have no special characters: completions' {
        $offered = foreach ($line in 'Get-MarianneJob -Id ', 'Get-MarianneJob -Name ', 'Get-MarianneSheet ', 'Invoke-MarianneJob -Name ') {
            Get-Completion $line
        }
        $offered.Count | Should -BeGreaterThan 0
        Get-Unsafe (($offered | ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip }) -join "`n") | Should -BeNullOrEmpty
        $id = Get-Completion 'Get-MarianneJob -Id j' | Where-Object CompletionText -Match '202e'
        & ([scriptblock]::Create($id.CompletionText)) | Should -BeExactly $jobs
    }

    It 'have no special characters: a background job' {
        $job = Invoke-MarianneJob -Score $score -AsJob -Verbose | Wait-Job
        $shown = Get-Shown { $job; $job | Receive-Job -ErrorAction Continue -Verbose }
        $job | Remove-Job
        Get-Unsafe $shown | Should -BeNullOrEmpty
    }
}

Describe 'The exact texts' {
    It 'stay in the objects' {
        $job = New-MarianneJob -Id exact -Name "a`e[2J`u{202E}" -TotalSheets 1 -Description "b`bc"
        $job.Name | Should -BeExactly "a`e[2J`u{202E}"
        (Get-MarianneJob exact).Description | Should -BeExactly "b`bc"
        { Get-MarianneSheet "no`u{202E}job" -ErrorAction Stop } | Should -Throw -PassThru |
            ForEach-Object TargetObject | Should -BeExactly "no`u{202E}job"
    }

    It 'in an output keep colors, which end with it' {
        $null = Add-MarianneExecution exact 1 -AttemptNumber 1 -Output "`e[35;4mcolored"
        Get-MarianneExecution exact | Format-List | Out-String | Should -Match "`e\[35;4mcolored`e\[0m"
    }
}

Describe 'The tables of <Name>' -ForEach $types {
    # PowerShell leaves the last column of a terminal free: one of 80 columns shows 79.
    It 'have whole headings at 79, 80 and 120 columns' {
        $PSStyle.OutputRendering = 'PlainText'
        $object = $ordinary.Where({ $_.GetType().FullName -eq $Name }, 'First')[0]
        foreach ($format in (Get-FormatData $Name).FormatViewDefinition.Where{ $_.Control -is [Management.Automation.TableControl] }) {
            foreach ($width in 79, 80, 120) {
                $lines = $object | Format-Table -View $format.Name | Get-Line -Width $width
                $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^[- ]+$' })
                $labels = $format.Control.Headers.Label.Trim()
                $shown = $labels.Where{ $lines[$rule - 1].Contains($_) }
                $shown | Should -Be $labels[0..($shown.Count - 1)] -Because "only the last columns may be missing at $width of $($lines -join "`n")"
                $shown.Count | Should -BeGreaterOrEqual ($width -eq 120 ? $labels.Count : [Math]::Min(4, $labels.Count))
                ($lines[$rule - 1] -replace '\s') | Should -Be (-join $shown -replace '\s') -Because $width
            }
        }
    }

    It 'in a view that is a text wrap no line at 79 columns' {
        $PSStyle.OutputRendering = 'PlainText'
        $objects = $ordinary.Where{ $_.GetType().FullName -eq $Name }
        foreach ($format in (Get-FormatData $Name).FormatViewDefinition.Where{ $_.Control -is [Management.Automation.CustomControl] }) {
            foreach ($object in $objects) {
                $object | Format-Custom -View $format.Name | Get-Line -Width 79 |
                    Should -Be ($object | Format-Custom -View $format.Name | Get-Line -Width 120)
            }
        }
    }
}
