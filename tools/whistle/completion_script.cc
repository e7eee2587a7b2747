#include "tools/whistle/completion_script.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

namespace whistle::tools {

namespace {

struct Word {
  std::string text;
  std::string help;
};

// What may follow a path of commands ("/identity/add"; empty: the program).
struct Level {
  std::vector<Word> commands;
  std::vector<Word> options;
};

struct Tree {
  std::map<std::string, Level> levels;                     // by path
  std::map<std::string, std::vector<std::string>> values;  // what an option may be, by the option's name
};

// "zh|en|auto" -> its words; anything else names no words.
std::vector<std::string> values_of(const std::string& type) {
  std::vector<std::string> values;
  if (type.find('|') == std::string::npos) return values;
  std::istringstream words(type);
  for (std::string word; std::getline(words, word, '|');)
    values.push_back(word);
  return values;
}

void collect(const CLI::App& app, const std::string& path, Tree& tree) {
  auto& level = tree.levels[path];
  for (const auto* option : app.get_options()) {
    std::vector<std::string> names;
    for (const auto& name : option->get_snames())
      names.push_back("-" + name);
    for (const auto& name : option->get_lnames())
      names.push_back("--" + name);
    for (const auto& name : names) {
      level.options.push_back({name, option->get_description()});
      if (auto values = values_of(option->get_type_name()); !values.empty()) tree.values[name] = std::move(values);
    }
  }
  for (const auto* command :
       app.get_subcommands([](const CLI::App* candidate) { return !candidate->get_name().empty(); })) {
    level.commands.push_back({command->get_name(), command->get_description()});
    collect(*command, path + "/" + command->get_name(), tree);
  }
}

std::string joined(const std::vector<Word>& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : " ") + word.text;
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

// The case patterns of every path but the program's own.
std::string paths_of(const Tree& tree) {
  std::string text;
  for (const auto& [path, level] : tree.levels) {
    if (!path.empty()) text += (text.empty() ? "" : "|") + path;
  }
  return text;
}

// For zsh: 'name:first line of help' in single quotes.
std::string described(const std::vector<Word>& words) {
  std::string text;
  for (const auto& word : words) {
    std::string item = word.text + ":";
    for (const char letter : word.help.substr(0, word.help.find('\n'))) {
      if (letter == '\'') {
        item += "'\\''";
      } else {
        if (letter == ':' || letter == '\\') item += '\\';
        item += letter;
      }
    }
    text += (text.empty() ? "'" : " '") + item + "'";
  }
  return text;
}

Tree command_tree(const CLI::App& root) {
  Tree tree;
  collect(root, "", tree);
  return tree;
}

}  // namespace

std::string bash_completion(const CLI::App& root) {
  const auto tree = command_tree(root);
  std::ostringstream out;
  out << "# bash completion of whistle; made by `whistle completion bash`\n"
         "_whistle() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path='' word commands='' "
         "options=''\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \"$path/$word\" in\n"
      << "      " << paths_of(tree) << ") path=\"$path/$word\" ;;\n"
      << "    esac\n"
         "  done\n"
         "  case \"$previous\" in\n";
  for (const auto& [option, values] : tree.values) {
    out << "    " << option << ") COMPREPLY=($(compgen -W '" << joined(values) << "' -- \"$current\")); return ;;\n";
  }
  out << "  esac\n"
         "  case \"$path\" in\n";
  for (const auto& [path, level] : tree.levels) {
    out << "    '" << path << "') commands='" << joined(level.commands) << "' options='" << joined(level.options)
        << "' ;;\n";
  }
  out << "  esac\n"
         "  case \"$current\" in\n"
         "    -*) COMPREPLY=($(compgen -W \"$options "
      << joined(tree.levels.at("").options)
      << "\" -- \"$current\")) ;;\n"
         "    *) COMPREPLY=($(compgen -W \"$commands\" -- \"$current\")) ;;\n"
         "  esac\n"
         "}\n"
         "complete -o default -F _whistle whistle\n";
  return out.str();
}

std::string zsh_completion(const CLI::App& root) {
  const auto tree = command_tree(root);
  std::ostringstream out;
  out << "#compdef whistle\n"
         "# zsh completion of whistle; made by `whistle completion zsh`\n"
         "_whistle() {\n"
         "  local at='' word\n"
         "  local -a commands options common\n"
         "  for word in ${words[2,CURRENT-1]}; do\n"
         "    case \"$at/$word\" in\n"
      << "      (" << paths_of(tree) << ") at=\"$at/$word\" ;;\n"
      << "    esac\n"
         "  done\n"
         "  case \"${words[CURRENT-1]}\" in\n";
  for (const auto& [option, values] : tree.values)
    out << "    (" << option << ") compadd -- " << joined(values) << "; return ;;\n";
  out << "  esac\n"
         "  common=("
      << described(tree.levels.at("").options)
      << ")\n"
         "  case \"$at\" in\n";
  for (const auto& [path, level] : tree.levels) {
    out << "    ('" << path << "') commands=(" << described(level.commands) << ")\n"
        << "      options=(" << described(level.options) << ") ;;\n";
  }
  out << "  esac\n"
         "  if [[ ${words[CURRENT]} == -* ]]; then\n"
         "    _describe -o option options -- common\n"
         "  elif (( ${#commands} )); then\n"
         "    _describe command commands\n"
         "  else\n"
         "    _files\n"
         "  fi\n"
         "}\n"
         "compdef _whistle whistle\n";
  return out.str();
}

}  // namespace whistle::tools
