# Scores from strangers: whatever they contain, a test or a plan of them ends, and without ending the process. Without a bound, each
# of these inputs takes minutes or ends the process by a stack overflow.

BeforeDiscovery {
    $deep = 'An expression has more than 5,000 operators or levels*'
    $brackets = 'The data file is too complex: more than 256 brackets are not closed, or not opened*'
    $nested = 'Maps and lists are nested deeper than 64 levels*'
    $files = @(
        # Errors, which PowerShell's parser compares with each other.
        foreach ($part in 'a=1;', '$', '"$a', '@', ',1', 'a=', '=,') {
            @{ Start = '@{ a = 1 '; Part = $part; Count = 20000; Problem = 'Invalid PowerShell data: *' }
        }
        @{ Start = ''; Part = '$'; Count = 20000; Problem = "Invalid PowerShell data: Unexpected token *" }

        # Nesting and chains, which it visits recursively.
        foreach ($part in '(', ')', '@{a=', '@(', '"$(', 'trap{') {
            @{ Start = '@{ a = 1 '; Part = $part; Count = 20000; Problem = $brackets }
        }
        foreach ($part in '- ', '!', '-not ', '1..') {
            @{ Start = '@{ a = '; Part = $part; Count = 30000; Problem = "Invalid PowerShell data: $deep" }
        }
        @{ Start = '@{ a = 1'; Part = '.a'; Count = 200000; Problem = 'The data file is too complex: there are more than 100,000 operators*' }
        @{ Start = '@{ a = '; Part = '9'; Count = 200000; Problem = '*a number or word has more than 1000 characters*' }

        # Definitions, for which it looks for modules or creates types.
        foreach ($part in "using module a`n", "class a { }`n", 'configuration a { };', 'enum a { };') {
            @{ Start = ''; Part = $part; Count = 5000; Problem = "'$(($part -split ' ')[0])' defines something*" }
        }
        @{ Start = '@{ a = "$('; Part = "using module a`n"; Count = 5000; Problem = "'using' defines something*" }
    )
    foreach ($file in $files) {
        $file.File = 'x.psd1'
    }
    foreach ($part in '[', '- ') {
        $files += @{ File = 'x.yaml'; Start = ''; Part = $part; Count = 200000; Problem = $nested }
    }
    foreach ($part in '[', '{"a":') {
        $files += @{ File = 'x.json'; Start = ''; Part = $part; Count = 200000; Problem = $nested }
    }
    $files += @(
        @{ File = 'x.yaml'; Start = ''; Part = '{'; Count = 200000; Problem = 'A key must be a string or a number*' }
        @{ File = 'x.yaml'; Start = ''; Part = '? '; Count = 200000; Problem = 'A key must be a string or a number*' }
        @{ File = 'x.yaml'; Start = ''; Part = '*a '; Count = 200000; Problem = 'The alias [*]a is not defined*' }
        @{ File = 'x.yaml'; Start = ''; Part = "%TAG ! a`n"; Count = 20000; Problem = 'Invalid YAML: *' }
        @{ File = 'x.yaml'; Start = ''; Part = "a: |`n"; Count = 20000; Problem = "Duplicate key 'a'*" }
        @{ File = 'x.json'; Start = ''; Part = '9'; Count = 200000; Problem = 'The score is * but must be a map*' }
        @{ File = 'x.json'; Start = ''; Part = '/*'; Count = 200000; Problem = 'Invalid JSON: *' }
    )

    $scripts = @(
        # Errors. The first one is the problem.
        @{ Part = ')'; Count = 60000; Problem = "Unexpected token ')'*" }
        @{ Part = '$_'; Count = 10000; Problem = 'Unexpected token *' }
        @{ Part = "class a { }`n"; Count = 20000; Problem = "The member 'a' is already defined*" }
        @{ Part = '@{a=1;'; Count = 4000; Problem = "Missing closing '}'*" }
        @{ Part = '{)}'; Count = 40000; Problem = "Missing closing '}'*" }

        # Nesting and chains. Line ends, brackets, commas and strings do not hide a chain, or the end of one.
        foreach ($part in '(', '{', '@{a=', '"$(', '$a.', '$a::b.', '[a]', "1+`n", "`$a -and`n", "a`n|| ", '$a = ', ', ', '1,2+', '- ', '$a[',
            "'a'+", '.b{ }.c( )', '"$(1)"+', '<# #>+', '$a++') {
            @{ Part = $part; Count = 40000; Problem = $deep }
        }
        @{ Start = '('; Part = "1+`n"; Count = 40000; Problem = $deep }
        @{ Start = "'#' + "; Part = '1+'; Count = 40000; Problem = $deep }

        # Costs of single items: each catch block is compared with the others, and each unknown type is looked up in all assemblies.
        @{ Start = 'try { } '; Part = 'catch [a] { } '; Count = 2000; Problem = 'The try statements of the script have too many catch blocks*' }
        @{ Part = '[a]1;'; Count = 100001; Problem = 'The script has more than 100,000 types and indexes in brackets*' }
        @{ Part = 'a'; Count = 100001; Problem = 'A word has more than 100,000 characters*' }
    )
    $values = @(
        foreach ($part in '(', '[a-z-[', '(?=', '((a+)+)+', 'a|', '(?(a)') {
            @{ Kind = 'pattern'; Part = $part; Count = 30000; Problem = '*It has * characters, more than 10,000*' }
            @{ Kind = 'limit'; Part = $part; Count = 30000; Problem = '*It has * characters, more than 10,000*' }
        }
        foreach ($part in '(', '[a-z-[', '(?=', '(?<n>', '(?(a)') {
            @{ Kind = 'pattern'; Part = $part; Count = 1500; Problem = '*is not a valid regular expression: *' }
        }
        @{ Kind = 'condition'; Part = ' '; Count = 200000; Problem = 'The condition is not valid: It has 200,001 characters*' }
        foreach ($part in '$(', '"$(', '${', '`', 'sh -c "') {
            @{ Kind = 'command'; Part = $part; Count = 60000; Problem = $null }
        }
        foreach ($part in '{workspace}', 'a/a.', '../') {
            @{ Kind = 'prompt'; Part = $part; Count = 60000; Problem = $null }
        }
        foreach ($number in '1e999', '-1e999', '0.1e-999', '-0') {
            @{ Kind = 'number'; Part = $number; Count = 1; Problem = 'timeout_seconds is * but must be a number, above 0*' }
        }
        @{ Kind = 'number'; Part = '9' * 32; Count = 1; Problem = 'max_retries is 1E+32 but must be a whole number*' }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory

    function Get-Repeated([string] $Text, [int] $Count) {
        [Text.StringBuilder]::new().Insert(0, $Text, $Count).ToString()
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

    # Plans a script, and returns the problem without its beginning, which names the sheet and the position.
    function Get-ScriptProblem([string] $Script) {
        [IO.File]::WriteAllText("$TestDrive/script.json", (New-Score script $Script))
        $null = Invoke-MarianneJob "$TestDrive/script.json" -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure 6> $null
        if ($failure) {
            "$failure" -replace '(?s)^.*sheets\[0\]\.script: The script cannot be parsed at line \d+, column \d+: ', ''
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'A file <File> that begins with <Start> and continues with <Count> times <Part>' -ForEach $files {
    It 'has a problem' {
        [IO.File]::WriteAllText("$TestDrive/$File", $Start + (Get-Repeated $Part $Count))
        @(Test-MarianneScore "$TestDrive/$File" -Detailed)[0].Message | Should -BeLike $Problem
    }
}

Describe 'A script that begins with <Start> and continues with <Count> times <Part>' -ForEach $scripts {
    It 'has the problem <Problem>' {
        Get-ScriptProblem ($Start + (Get-Repeated $Part $Count)) | Should -BeLike $Problem
    }
}

Describe 'A long script' {
    It 'is valid if its statements are short' {
        $function = @'

# Isn't a string: it's a comment. "
function Get-Item_{0} {{
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [int[]] $Size = @(1, 2.5, -3))
    $text = "$($Name.Trim().Length): $(if ($Size[0] -gt 1) {{ "many" }} else {{ 'one' }})" + 'a' +
        "it's $Name" -replace '\s+',
        ' '
    try {{ Get-ChildItem -Path C:\a-b\c* | Where-Object {{ $_.Length -gt 1kb }} | Remove-Item -WhatIf }}
    catch [System.IO.IOException] {{ throw "Isn't there: `"$Name`"" }}
    catch {{ @{{ Name = $Name; Text = $text; Rate = 1.5 / $Size.Count; Url = 'https://a.b/c#d' }} }}
    $i++
    @"
A 'here-string' of "{0}" with ) and }} and $($Name.Substring(0, 1))
"@
}}
'@
        $script = -join (0..999 | ForEach-Object { $function -f $_ })
        $script.Length | Should -BeGreaterThan 600KB
        ($script -split "`n").Count | Should -BeGreaterThan 15000
        Get-ScriptProblem $script | Should -BeNullOrEmpty
    }
}

Describe 'A score with a <Kind> of <Count> times <Part>' -ForEach $values {
    It 'is tested and planned' {
        [IO.File]::WriteAllText("$TestDrive/value.json", (New-Score $Kind (Get-Repeated $Part $Count)))
        $problems = @(Test-MarianneScore "$TestDrive/value.json" -Detailed)
        $plan = Invoke-MarianneJob "$TestDrive/value.json" -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure 6> $null
        if ($Problem) {
            $problems[0].Message | Should -BeLike $Problem
            "$failure" | Should -BeLike "*$([WildcardPattern]::Escape($problems[0].Message))*"
        } else {
            $problems | Should -BeNullOrEmpty
            $plan.Sheets.Count | Should -Be 1
        }
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
                } else {
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

Describe 'A plan of a script that uses other code' {
    BeforeAll {
        # For a configuration, PowerShell's parser itself imports this module.
        $folder = New-Item -ItemType Directory "$TestDrive/modules/PSDesiredStateConfiguration"
        Set-Content "$folder/PSDesiredStateConfiguration.psm1" "Set-Content '$TestDrive/ran' 'configuration'"
        Set-Content "$TestDrive/used.psm1" "Set-Content '$TestDrive/ran' 'module'; class Used { }"
        Add-Type -TypeDefinition 'public class FromUsedAssembly { }' -OutputAssembly "$TestDrive/used.dll"
        $modulePath = $env:PSModulePath
        $env:PSModulePath = "$TestDrive/modules" + [IO.Path]::PathSeparator + $env:PSModulePath
    }

    AfterAll {
        $env:PSModulePath = $modulePath
    }

    It 'loads nothing and runs nothing: <Script>' -ForEach @(
        @{ Script = 'using module ~/used.psm1; [Used]::new()' }
        @{ Script = "#requires -Version 7`nUSING MODULE @{ ModuleName = '~/used.psm1'`n RequiredVersion = '1.0' }`nparam(`$a)`nclass A : Used { }" }
        @{ Script = "using namespace System.Text`nusing assembly '~/used.dll'`n[FromUsedAssembly]::new()" }
        @{ Script = '& { using assembly ~/used.dll }' }
        @{ Script = '"$(using assembly ~/used.dll)"' }
        @{ Script = 'configuration A { Import-DscResource -ModuleName used; Node localhost { File f { DestinationPath = "a" } } }' }
        @{ Script = "1;`nConfiguration A`n{ }" }
        @{ Script = "[Diagnostics.CodeAnalysis.Used()]`nparam()" }
    ) {
        $null = Get-ScriptProblem $Script.Replace('~', $TestDrive)
        "$TestDrive/ran" | Should -Not -Exist
        [AppDomain]::CurrentDomain.GetAssemblies().Location | Should -Not -Contain (Convert-Path "$TestDrive/used.dll")
        Get-Module PSDesiredStateConfiguration, used | Should -BeNullOrEmpty
    }

    It 'does not report the types of these modules, but other problems' {
        Get-ScriptProblem "using module $TestDrive/used.psm1`nparam([Parameter()] `$a)`nclass A : Used { [Used] `$b }" | Should -BeNullOrEmpty
        Get-ScriptProblem "using namespace System.Management.Automation`nparam([Parameter()] [PSObject] `$a)" | Should -BeNullOrEmpty
        Get-ScriptProblem 'configuration A { Node localhost { File f { Ensure = "Present" } } }' | Should -BeNullOrEmpty
        Get-ScriptProblem "using module a`nif (" | Should -BeLike 'Missing*'
    }
}
